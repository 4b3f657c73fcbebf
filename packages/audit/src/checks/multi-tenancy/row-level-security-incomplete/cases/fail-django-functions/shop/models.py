from django.conf import settings
from django.db import models


class Tenant(models.Model):
    name = models.CharField(max_length=100)


class Membership(models.Model):
    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)


class Invoice(models.Model):
    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE)


class Receipt(models.Model):
    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE)
