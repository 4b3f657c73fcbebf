"""The API: `uvicorn app.main:app`."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import structlog
from fastapi import Depends, FastAPI
from fastapi.middleware.cors import CORSMiddleware
from opentelemetry.instrumentation.fastapi import FastAPIInstrumentor
from opentelemetry.instrumentation.sqlalchemy import SQLAlchemyInstrumentor
from slowapi.middleware import SlowAPIMiddleware
from sqlalchemy.ext.asyncio import async_sessionmaker

from app.api import problem_details, routes_bookings, routes_health, routes_photos
from app.api.deps import get_caller
from app.infra import metrics
from app.infra.db import create_engine, wait_for_database
from app.infra.logging import configure_logging
from app.infra.middleware import RequestIdMiddleware, SecurityHeadersMiddleware
from app.infra.rate_limit import limiter
from app.infra.storage import PhotoStorage
from app.infra.telemetry import configure_error_tracking, configure_tracing
from app.jobs.loop import run_forever
from app.settings import get_settings

settings = get_settings()
configure_logging(settings.log_level)
configure_error_tracking(settings)
configure_tracing(settings)

log = structlog.get_logger(__name__)


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    engine = create_engine(settings)
    await wait_for_database(engine)
    SQLAlchemyInstrumentor().instrument(engine=engine.sync_engine)
    app.state.engine = engine
    app.state.session_factory = async_sessionmaker(engine, expire_on_commit=False)
    app.state.storage = PhotoStorage(settings.photo_dir)
    jobs = asyncio.create_task(run_forever(app.state.session_factory, settings))
    log.info("booking api started", release=settings.release)
    yield
    jobs.cancel()
    with suppress(asyncio.CancelledError):
        await jobs
    await engine.dispose()


app = FastAPI(title="Booking API", version=settings.release, lifespan=lifespan)
app.state.limiter = limiter
problem_details.install(app)

app.add_middleware(SlowAPIMiddleware)
app.add_middleware(
    CORSMiddleware,
    allow_origins=settings.cors_origins,
    allow_credentials=True,
    allow_methods=["GET", "POST", "DELETE"],
    allow_headers=["Authorization", "Content-Type", "X-Request-ID"],
)
app.add_middleware(SecurityHeadersMiddleware)
app.add_middleware(metrics.MetricsMiddleware)
app.add_middleware(RequestIdMiddleware)

app.include_router(routes_health.router, tags=["Health"])
app.include_router(metrics.router)
app.include_router(
    routes_bookings.router, prefix="/v1", tags=["Bookings"], dependencies=[Depends(get_caller)]
)
app.include_router(
    routes_photos.router, prefix="/v1", tags=["Photos"], dependencies=[Depends(get_caller)]
)

FastAPIInstrumentor.instrument_app(app, excluded_urls="healthz,readyz,metrics")
