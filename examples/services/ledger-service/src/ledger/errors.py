"""One error format, RFC 9457, from one place."""

import logging
from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from slowapi.errors import RateLimitExceeded
from sqlalchemy.exc import IntegrityError
from starlette.exceptions import HTTPException

from ledger.logs import request_id
from ledger.middleware import SECURITY_HEADERS
from ledger.schemas import Problem

log = logging.getLogger(__name__)


def problem(
    status: int,
    title: str,
    errors: list[dict[str, str]] | None = None,
    headers: dict[str, str] | None = None,
) -> JSONResponse:
    body = Problem(
        title=title,
        status=status,
        code=HTTPStatus(status).phrase.lower().replace(" ", "_"),
        request_id=request_id.get(),
        errors=errors or [],
    )
    return JSONResponse(
        body.model_dump(),
        status,
        headers={"X-Request-ID": request_id.get(), **(headers or {})},
        media_type="application/problem+json",
    )


async def on_http_error(_request: Request, error: HTTPException) -> JSONResponse:
    return problem(error.status_code, error.detail, headers=dict(error.headers or {}))


async def on_validation_error(_request: Request, error: RequestValidationError) -> JSONResponse:
    # The offending input is left out: it may be a password.
    fields = [
        {"field": ".".join(str(part) for part in item["loc"]), "message": item["msg"]}
        for item in error.errors()
    ]
    return problem(422, "The request is not valid.", fields)


# Not async: slowapi's middleware calls it directly.
def on_rate_limit(_request: Request, _error: RateLimitExceeded) -> JSONResponse:
    return problem(429, "Too many requests.", headers={"Retry-After": "60"})


async def on_conflict(_request: Request, error: IntegrityError) -> JSONResponse:
    log.warning("conflict", exc_info=error)
    return problem(409, "Something with this key exists already.")


async def on_unexpected_error(request: Request, error: Exception) -> JSONResponse:
    # Answered outside of all middlewares, so id and headers are added here.
    request_id.set(getattr(request.state, "request_id", "-"))
    log.error("unexpected error", exc_info=error)
    return problem(500, "Something went wrong on our side.", headers=SECURITY_HEADERS)


def install_error_handlers(app: FastAPI) -> None:
    app.add_exception_handler(HTTPException, on_http_error)  # type: ignore[arg-type]
    app.add_exception_handler(RequestValidationError, on_validation_error)  # type: ignore[arg-type]
    app.add_exception_handler(RateLimitExceeded, on_rate_limit)  # type: ignore[arg-type]
    app.add_exception_handler(IntegrityError, on_conflict)  # type: ignore[arg-type]
    app.add_exception_handler(Exception, on_unexpected_error)
