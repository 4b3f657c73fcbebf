"""Background work. Start it with `celery --app payments_api.worker worker --beat`."""

import logging
from datetime import UTC, datetime, timedelta
from typing import Any

from celery import Celery
from celery.signals import setup_logging as celery_setup_logging
from celery.signals import worker_process_init, worker_process_shutdown

from payments_api.db.models import Payment, PaymentStatus
from payments_api.db.session import connect, disconnect
from payments_api.log_config import setup_logging
from payments_api.services.template_service import get_template_service
from payments_api.settings import get_settings

logger = logging.getLogger(__name__)

PENDING_FOR = timedelta(hours=24)

celery = Celery("payments", broker=get_settings().redis_url)
celery.conf.update(
    task_acks_late=True,
    task_time_limit=600,
    beat_schedule={
        "templates": {"task": "payments.update_templates", "schedule": 3600.0},
        "expire": {"task": "payments.expire_pending", "schedule": 900.0},
    },
)


@celery_setup_logging.connect
def configure_logging(**_: Any) -> None:
    setup_logging()


@worker_process_init.connect
def on_start(**_: Any) -> None:
    connect()


@worker_process_shutdown.connect
def on_stop(**_: Any) -> None:
    disconnect()


@celery.task(name="payments.update_templates", max_retries=3)
def update_templates() -> None:
    get_template_service().update()


@celery.task(name="payments.expire_pending")
def expire_pending() -> int:
    """Payments nobody finished within a day fail, in all projects."""
    limit = datetime.now(UTC) - PENDING_FOR
    expired = 0
    for payment in Payment.find(
        Payment.status == PaymentStatus.PENDING, Payment.created_at < limit
    ).run():
        payment.status = PaymentStatus.FAILED
        payment.save()
        expired += 1
    logger.info("expired pending payments", extra={"expired": expired})
    return expired
