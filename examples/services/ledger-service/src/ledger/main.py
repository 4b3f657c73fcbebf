"""Entry point of the API: `uvicorn ledger.main:app`."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import redis
from fastapi import Depends, FastAPI
from fastapi.concurrency import run_in_threadpool
from fastapi.middleware.cors import CORSMiddleware
from opentelemetry.instrumentation.celery import CeleryInstrumentor
from opentelemetry.instrumentation.fastapi import FastAPIInstrumentor
from opentelemetry.instrumentation.sqlalchemy import SQLAlchemyInstrumentor
from prometheus_fastapi_instrumentator import Instrumentator
from slowapi.middleware import SlowAPIMiddleware
from sqlalchemy.orm import sessionmaker

from ledger import __version__
from ledger.api import accounts, entries, health, operators, periods, sessions, webhooks
from ledger.db import create_db_engine, wait_for_database
from ledger.errors import install_error_handlers
from ledger.logs import configure_logging
from ledger.middleware import (
    BodyLimitMiddleware,
    HttpCacheMiddleware,
    RequestContextMiddleware,
    SecurityHeadersMiddleware,
)
from ledger.rate_limit import limiter
from ledger.security import current_principal, require_metrics_token
from ledger.settings import get_settings
from ledger.telemetry import configure_error_tracking, configure_tracing

settings = get_settings()
configure_logging(settings.log_level)
configure_error_tracking(settings, component="api")
tracer_provider = configure_tracing(settings, component="api")


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    engine = create_db_engine(settings)
    SQLAlchemyInstrumentor().instrument(engine=engine)
    CeleryInstrumentor().instrument()
    await run_in_threadpool(wait_for_database, engine)
    app.state.engine = engine
    app.state.session_factory = sessionmaker(engine, expire_on_commit=False)
    app.state.redis = redis.Redis.from_url(
        settings.redis_url.get_secret_value(), socket_timeout=2, socket_connect_timeout=2
    )
    yield
    app.state.redis.close()
    engine.dispose()
    tracer_provider.shutdown()


app = FastAPI(
    title="Ledger API",
    version=__version__,
    lifespan=lifespan,
    openapi_url="/v1/openapi.json",
    docs_url=None,
    redoc_url=None,
)
app.state.limiter = limiter
install_error_handlers(app)

app.add_middleware(HttpCacheMiddleware)
app.add_middleware(SlowAPIMiddleware)
app.add_middleware(BodyLimitMiddleware)
app.add_middleware(RequestContextMiddleware)
app.add_middleware(SecurityHeadersMiddleware)
# The finance console shows a client certificate at the edge, so its browser sends credentials.
app.add_middleware(
    CORSMiddleware,
    allow_origins=list(settings.cors_origins),
    allow_credentials=True,
    allow_methods=["GET", "POST", "DELETE"],
    allow_headers=["Authorization", "Content-Type", "Idempotency-Key", "X-Request-ID"],
    expose_headers=["ETag", "X-Request-ID"],
)

app.include_router(health.router, prefix="/health", tags=["Health"])
app.include_router(sessions.router, prefix="/v1/sessions", tags=["Sessions"])
app.include_router(webhooks.router, prefix="/v1/webhooks", tags=["Webhooks"])
app.include_router(
    accounts.router,
    prefix="/v1/accounts",
    tags=["Accounts"],
    dependencies=[Depends(current_principal)],
)
app.include_router(
    entries.router,
    prefix="/v1/entries",
    tags=["Entries"],
    dependencies=[Depends(current_principal)],
)
app.include_router(
    periods.router,
    prefix="/v1/periods",
    tags=["Periods"],
    dependencies=[Depends(current_principal)],
)
app.include_router(
    operators.router,
    prefix="/v1/operators",
    tags=["Operators"],
    dependencies=[Depends(current_principal)],
)

Instrumentator(excluded_handlers=["/health/.*", "/metrics"]).instrument(app).expose(
    app,
    endpoint="/metrics",
    include_in_schema=False,
    dependencies=[Depends(require_metrics_token)],
)
FastAPIInstrumentor.instrument_app(app, excluded_urls="health/.*,metrics")
