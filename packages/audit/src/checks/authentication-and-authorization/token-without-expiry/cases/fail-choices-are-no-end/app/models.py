from django.db import models
from django.utils.crypto import get_random_string


class Worker(models.Model):
    HEALTH_ACTIVE = 0
    HEALTH_RETIRED = 1
    health = models.IntegerField(default=HEALTH_ACTIVE)
    token = models.CharField(max_length=32)


def add_worker(name):
    worker = Worker(name=name)
    worker.token = get_random_string(32)
    worker.save()
    return worker
