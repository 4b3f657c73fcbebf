from django.db import models


class PaymentEvent(models.Model):
    event_id = models.CharField(max_length=80, unique=True)
    event_data = models.JSONField()
    kind = models.CharField(max_length=40)
