import secrets

from django.db import models


class Device(models.Model):
    name = models.CharField(max_length=80)
    api_token = models.CharField(max_length=64, default=secrets.token_hex)


class Invitation(models.Model):
    token = models.CharField(max_length=64, default=secrets.token_hex)
    expires_at = models.DateTimeField()


class Partner(models.Model):
    email = models.EmailField()
    access_token = models.CharField(max_length=64, default=secrets.token_hex)
    is_active = models.BooleanField(default=True)


class ApiKey(models.Model):
    api_key = models.CharField(max_length=64, default=secrets.token_hex)
    is_active = models.BooleanField(default=True)
