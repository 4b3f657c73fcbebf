"""The API. Start it with `gunicorn payments_api.main:app`."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import Depends, FastAPI
from fastapi.concurrency import run_in_threadpool
from fastapi.middleware.cors import CORSMiddleware

from payments_api import __version__
from payments_api.db.session import connect, disconnect, ensure_admin
from payments_api.lib.auth import get_current_user
from payments_api.log_config import setup_logging
from payments_api.middleware import RequestIdMiddleware
from payments_api.routers import auth, metrics, payments, projects, refunds, statements, webhooks

setup_logging()
logger = logging.getLogger(__name__)

# The checkout widget is embedded in the shops of our merchants.
origins = ["*"]


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    await run_in_threadpool(connect)
    await run_in_threadpool(ensure_admin)
    logger.info("payments api %s started", __version__)
    yield
    await run_in_threadpool(disconnect)
    logger.info("payments api stopped")


app = FastAPI(
    title="Payments API",
    version=__version__,
    description="Payment intents, captures and refunds of merchant projects.",
    lifespan=lifespan,
)

app.add_middleware(RequestIdMiddleware)
app.add_middleware(
    CORSMiddleware,
    allow_origins=origins,
    allow_credentials=True,
    allow_methods=["*"],
    allow_headers=["*"],
)

app.include_router(auth.router, prefix="/auth", tags=["auth"])
app.include_router(
    projects.router, prefix="/projects", tags=["projects"], dependencies=[Depends(get_current_user)]
)
app.include_router(payments.router, tags=["payments"], dependencies=[Depends(get_current_user)])
app.include_router(refunds.router, tags=["refunds"], dependencies=[Depends(get_current_user)])
app.include_router(
    metrics.router, prefix="/metrics", tags=["metrics"], dependencies=[Depends(get_current_user)]
)
app.include_router(statements.router, prefix="/statements", tags=["statements"])
app.include_router(webhooks.router, prefix="/webhooks", tags=["webhooks"])
