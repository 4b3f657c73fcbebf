from django.db import models

from crm.context import current_tenant


class TenantManager(models.Manager):
    def get_queryset(self):
        return super().get_queryset().filter(tenant=current_tenant())
