from django.conf import settings
from django.db import models


class Tenant(models.Model):
    name = models.CharField(max_length=80)


class TenantMembership(models.Model):
    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)


class TenantOwned(models.Model):
    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE)

    class Meta:
        abstract = True


class Contact(TenantOwned):
    name = models.CharField(max_length=80)


class Deal(TenantOwned):
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE)


class Note(TenantOwned):
    text = models.TextField()
