"""What every response gets: an id, headers for browsers, cache rules, and a size limit before."""

import hashlib
import logging
import re
import time
import uuid

from starlette.middleware.base import BaseHTTPMiddleware, RequestResponseEndpoint
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ledger.logs import request_id

log = logging.getLogger("ledger.access")

MAX_BODY_BYTES = 256 * 1024
SAFE_ID = re.compile(r"^[A-Za-z0-9-]{8,64}$")

SECURITY_HEADERS = {
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Permissions-Policy": "interest-cohort=()",
}


class RequestContextMiddleware(BaseHTTPMiddleware):
    """Takes over or creates the request id and writes one access record."""

    async def dispatch(self, request: Request, call_next: RequestResponseEndpoint) -> Response:
        given = request.headers.get("X-Request-ID", "")
        # Also in the state: the handler of last resort runs outside of this context.
        request.state.request_id = given if SAFE_ID.match(given) else uuid.uuid4().hex
        request_id.set(request.state.request_id)
        started = time.perf_counter()
        status = 500
        try:
            response = await call_next(request)
            status = response.status_code
            response.headers["X-Request-ID"] = request_id.get()
            return response
        finally:
            log.info(
                "request",
                extra={
                    "method": request.method,
                    "path": request.url.path,
                    "status": status,
                    "duration_ms": round((time.perf_counter() - started) * 1_000, 1),
                },
            )


class SecurityHeadersMiddleware(BaseHTTPMiddleware):
    async def dispatch(self, request: Request, call_next: RequestResponseEndpoint) -> Response:
        response = await call_next(request)
        response.headers.update(SECURITY_HEADERS)
        return response


class HttpCacheMiddleware(BaseHTTPMiddleware):
    """Books are private: a browser may keep an answer but has to ask whether it still holds."""

    async def dispatch(self, request: Request, call_next: RequestResponseEndpoint) -> Response:
        response = await call_next(request)
        if request.method != "GET" or response.status_code != 200:
            response.headers.setdefault("Cache-Control", "no-store")
            return response

        body = b"".join([chunk async for chunk in response.body_iterator])  # type: ignore[attr-defined]
        etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
        headers = dict(response.headers)
        headers["ETag"] = etag
        headers["Cache-Control"] = "private, no-cache"
        headers["Vary"] = "Authorization, Origin"
        if request.headers.get("If-None-Match") == etag:
            headers.pop("content-length", None)
            return Response(status_code=304, headers=headers)
        return Response(body, response.status_code, headers)


class BodyLimitMiddleware:
    """Refuses bodies above the limit, also when the length is not announced."""

    def __init__(self, app: ASGIApp, max_bytes: int = MAX_BODY_BYTES) -> None:
        self.app = app
        self.max_bytes = max_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        chunks: list[bytes] = []
        size = 0
        more = True
        while more:
            message = await receive()
            if message["type"] != "http.request":
                return
            chunk = message.get("body", b"")
            size += len(chunk)
            if size > self.max_bytes:
                too_large = JSONResponse(
                    {
                        "type": "about:blank",
                        "title": "The request body is too large.",
                        "status": 413,
                        "code": "body_too_large",
                        "request_id": request_id.get(),
                        "errors": [],
                    },
                    status_code=413,
                    media_type="application/problem+json",
                )
                await too_large(scope, receive, send)
                return
            chunks.append(chunk)
            more = message.get("more_body", False)

        replayed = False

        async def replay() -> Message:
            nonlocal replayed
            if replayed:
                return await receive()
            replayed = True
            return {"type": "http.request", "body": b"".join(chunks), "more_body": False}

        await self.app(scope, replay, send)
