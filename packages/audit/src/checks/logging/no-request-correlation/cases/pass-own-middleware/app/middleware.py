import uuid
from contextvars import ContextVar

from starlette.middleware.base import BaseHTTPMiddleware

request_id = ContextVar("request_id", default="-")


class RequestId(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request_id.set(request.headers.get("X-Request-ID", str(uuid.uuid4())))
        response = await call_next(request)
        response.headers["X-Request-ID"] = request_id.get()
        return response
