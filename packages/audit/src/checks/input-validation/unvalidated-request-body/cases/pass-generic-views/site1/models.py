from django.contrib.auth.models import AbstractUser
from django.db import models


class Account(AbstractUser):
    phone = models.CharField(max_length=30)


class Note(models.Model):
    text = models.TextField()
