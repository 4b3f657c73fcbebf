from django.db import models


class Invoice(models.Model):
    number = models.CharField(max_length=20)
    paid = models.BooleanField(default=False)


class WebhookEvent(models.Model):
    event_id = models.CharField(max_length=80, unique=True)
