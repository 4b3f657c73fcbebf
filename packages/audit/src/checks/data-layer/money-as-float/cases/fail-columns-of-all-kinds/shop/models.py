from decimal import Decimal

from django.db import models


class Order(models.Model):
    total = models.FloatField()
    tax_rate = models.FloatField()
    shipping_fee = models.DecimalField(max_digits=8, decimal_places=2)
    total_weight = models.FloatField()


class Measurement(models.Model):
    amount = models.FloatField()
    load_balance_score = models.FloatField()
