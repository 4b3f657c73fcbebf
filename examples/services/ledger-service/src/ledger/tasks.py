"""The queue between API and worker."""

from celery import Celery

from ledger.settings import get_settings

CLOSE_PERIOD = "ledger.close_period"

settings = get_settings()

celery = Celery("ledger", broker=settings.redis_url.get_secret_value())
celery.conf.update(
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    # A thread cannot be killed: there the statement timeout of the database ends a task.
    task_time_limit=300,
    task_soft_time_limit=270,
    task_ignore_result=True,
    worker_hijack_root_logger=False,
    worker_prefetch_multiplier=1,
    broker_connection_retry_on_startup=True,
    broker_transport_options={"visibility_timeout": 600, "socket_timeout": 5},
)
