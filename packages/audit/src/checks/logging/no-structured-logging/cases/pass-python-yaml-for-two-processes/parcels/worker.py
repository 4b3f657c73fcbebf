from celery import Celery

from parcels.setup import configure

configure()
app = Celery("parcels")
