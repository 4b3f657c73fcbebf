from starlette.middleware.base import BaseHTTPMiddleware
from starlette.responses import JSONResponse

from tokens import user_of

PUBLIC_PATHS = ("/login", "/docs", "/openapi.json")


class SignInMiddleware(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        if request.url.path in PUBLIC_PATHS:
            return await call_next(request)
        user = user_of(request.headers.get("authorization"))
        if user is None:
            return JSONResponse({"detail": "sign in first"}, status_code=401)
        request.state.user = user
        return await call_next(request)
