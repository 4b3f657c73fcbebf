"""RFC 9457 for every error."""

from http import HTTPStatus

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from slowapi.errors import RateLimitExceeded
from starlette.exceptions import HTTPException

log = structlog.get_logger(__name__)


def problem(request: Request, status: int, title: str, **more: object) -> JSONResponse:
    request_id = getattr(request.state, "request_id", "-")
    body = {
        "type": f"https://docs.aurora-retail.example/problems/{HTTPStatus(status).name.lower()}",
        "title": title,
        "status": status,
        "request_id": request_id,
        **more,
    }
    return JSONResponse(body, status, media_type="application/problem+json")


async def http_error(request: Request, error: HTTPException) -> JSONResponse:
    return problem(request, error.status_code, error.detail)


async def validation_error(request: Request, error: RequestValidationError) -> JSONResponse:
    fields = [{"field": ".".join(map(str, e["loc"])), "text": e["msg"]} for e in error.errors()]
    return problem(request, 422, "The request is not valid", fields=fields)


def rate_limited(request: Request, _error: RateLimitExceeded) -> JSONResponse:
    return problem(request, 429, "Too many requests")


async def unexpected_error(request: Request, error: Exception) -> JSONResponse:
    log.error("unexpected error", exc_info=error)
    return problem(request, 500, "Something went wrong on our side")


def install(app: FastAPI) -> None:
    app.add_exception_handler(HTTPException, http_error)  # type: ignore[arg-type]
    app.add_exception_handler(RequestValidationError, validation_error)  # type: ignore[arg-type]
    app.add_exception_handler(RateLimitExceeded, rate_limited)  # type: ignore[arg-type]
    app.add_exception_handler(Exception, unexpected_error)
