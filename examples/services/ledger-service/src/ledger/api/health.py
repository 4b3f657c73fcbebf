"""Alive and ready. Texts are constants: nothing of the inside is told outside."""

import logging

import redis
from fastapi import APIRouter, Request, Response, status
from sqlalchemy.exc import SQLAlchemyError

from ledger.db import ping
from ledger.rate_limit import limiter
from ledger.schemas import Health, Readiness

log = logging.getLogger(__name__)
router = APIRouter()


@router.get("/live")
@limiter.exempt
def live() -> Health:
    return Health(status="alive")


@router.get("/ready", responses={503: {"model": Readiness}})
@limiter.exempt
def ready(request: Request, response: Response) -> Readiness:
    report = Readiness(database="ok", rate_limit_store="ok")
    try:
        ping(request.app.state.engine)
    except SQLAlchemyError:
        log.warning("not ready: database", exc_info=True)
        report.database = "down"
        response.status_code = status.HTTP_503_SERVICE_UNAVAILABLE
    try:
        request.app.state.redis.ping()
    except redis.RedisError:
        # Limits are counted in memory meanwhile: reported, but no reason to refuse traffic.
        log.warning("rate limit store is down", exc_info=True)
        report.rate_limit_store = "down"
    return report
