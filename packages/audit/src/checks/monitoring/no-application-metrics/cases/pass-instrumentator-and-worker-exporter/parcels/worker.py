from celery import Celery
from celery.signals import worker_ready
from prometheus_client import Counter, start_http_server

app = Celery("parcels")
SENT = Counter("parcels_sent_total", "Parcels handed over")


worker_ready.connect(lambda **_: start_http_server(9100))
