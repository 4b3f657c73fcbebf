from django.db import models

from modules.accounts.managers import CompanyQuerySet
from modules.accounts.models import Company


class Invoice(models.Model):
    company = models.ForeignKey(Company, on_delete=models.PROTECT)
    number = models.CharField(max_length=20, unique=True)
    total = models.DecimalField(max_digits=10, decimal_places=2)
    paid = models.DecimalField(max_digits=10, decimal_places=2, default=0)
    bank_account = models.CharField(max_length=300, blank=True, help_text="encrypted IBAN")

    objects = CompanyQuerySet.as_manager()

    def __str__(self):
        return self.number


class PaymentEvent(models.Model):
    event_id = models.CharField(max_length=64, unique=True)
    payload = models.JSONField()
    received_at = models.DateTimeField(auto_now_add=True)

    def __str__(self):
        return self.event_id
