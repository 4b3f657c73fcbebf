import hashlib

from django.db import models


class Series(models.Model):
    hash = models.CharField(max_length=64)
    content_hash = models.CharField(max_length=64)
    path = models.TextField()

    def save(self, *args, **kwargs):
        self.hash = hashlib.sha256(self.path.encode()).hexdigest()
        super().save(*args, **kwargs)
