"""Entry point of the worker: `celery --app ledger.worker worker`."""

import logging
import time
import uuid
from typing import Any

from celery.signals import worker_ready, worker_shutdown
from opentelemetry.instrumentation.celery import CeleryInstrumentor
from opentelemetry.instrumentation.sqlalchemy import SQLAlchemyInstrumentor
from prometheus_client import Counter, Histogram, start_http_server
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import sessionmaker

from ledger.books import write_snapshots
from ledger.db import create_db_engine, wait_for_database
from ledger.logs import configure_logging, request_id
from ledger.settings import get_settings
from ledger.tasks import CLOSE_PERIOD, celery
from ledger.telemetry import configure_error_tracking, configure_tracing
from ledger.tenancy import TenantScope

METRICS_PORT = 9100

settings = get_settings()
configure_logging(settings.log_level)
configure_error_tracking(settings, component="worker")
tracer_provider = configure_tracing(settings, component="worker")
CeleryInstrumentor().instrument()

log = logging.getLogger("ledger.worker")

RUNS = Counter("ledger_closing_runs_total", "Closings by result", ["result"])
DURATION = Histogram("ledger_closing_seconds", "Duration of a closing")

engine = create_db_engine(settings)
SQLAlchemyInstrumentor().instrument(engine=engine)
session_factory = sessionmaker(engine, expire_on_commit=False)


@worker_ready.connect
def on_ready(**_: Any) -> None:
    wait_for_database(engine)
    start_http_server(METRICS_PORT)
    log.info("worker ready")


@worker_shutdown.connect
def on_shutdown(**_: Any) -> None:
    engine.dispose()
    tracer_provider.shutdown()


@celery.task(
    name=CLOSE_PERIOD,
    autoretry_for=(OperationalError,),
    retry_backoff=5,
    retry_backoff_max=120,
    retry_jitter=True,
    max_retries=5,
)
def close_period(tenant_id: str, period: str, correlation_id: str) -> None:
    """Safe to repeat: snapshots of a period are written again, not added."""
    token = request_id.set(correlation_id)
    started = time.perf_counter()
    try:
        with session_factory() as session, session.begin():
            scope = TenantScope(session, uuid.UUID(tenant_id))
            accounts = write_snapshots(scope, period)
        RUNS.labels("ok").inc()
        log.info("period closed", extra={"period": period, "accounts": accounts})
    except Exception:
        RUNS.labels("error").inc()
        log.exception("closing failed", extra={"period": period})
        raise
    finally:
        DURATION.observe(time.perf_counter() - started)
        request_id.reset(token)
