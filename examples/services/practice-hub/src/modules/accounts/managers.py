from django.db import models


class CompanyQuerySet(models.QuerySet):
    def for_company(self, company):
        return self.filter(company=company)
