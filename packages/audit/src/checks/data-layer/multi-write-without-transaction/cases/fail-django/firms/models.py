from django.db import models


class Firm(models.Model):
    name = models.CharField(max_length=80)


class Member(models.Model):
    firm = models.ForeignKey(Firm, on_delete=models.CASCADE)


class AuditLog(models.Model):
    text = models.TextField()
