from django.db import models


class Sensor(models.Model):
    total_seconds = models.FloatField()
    amount = models.FloatField()
