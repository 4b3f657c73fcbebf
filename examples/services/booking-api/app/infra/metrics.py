"""Prometheus: requests by route, method and status."""

import hmac
import time

from fastapi import APIRouter, Header, HTTPException, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, Counter, Histogram, generate_latest
from starlette.middleware.base import BaseHTTPMiddleware, RequestResponseEndpoint

from app.settings import get_settings

REQUESTS = Counter("booking_requests_total", "Requests", ["method", "route", "status"])
SECONDS = Histogram("booking_request_seconds", "Duration of requests", ["method", "route"])

router = APIRouter()


class MetricsMiddleware(BaseHTTPMiddleware):
    async def dispatch(self, request: Request, call_next: RequestResponseEndpoint) -> Response:
        started = time.perf_counter()
        status = 500
        try:
            response = await call_next(request)
            status = response.status_code
            return response
        finally:
            route = getattr(request.scope.get("route"), "path", "unmatched")
            REQUESTS.labels(request.method, route, str(status)).inc()
            SECONDS.labels(request.method, route).observe(time.perf_counter() - started)


@router.get("/metrics", include_in_schema=False)
def metrics(authorization: str = Header(default="")) -> Response:
    expected = f"Bearer {get_settings().metrics_token.get_secret_value()}"
    if not hmac.compare_digest(authorization.encode(), expected.encode()):
        raise HTTPException(401, "Metrics need a token")
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)
