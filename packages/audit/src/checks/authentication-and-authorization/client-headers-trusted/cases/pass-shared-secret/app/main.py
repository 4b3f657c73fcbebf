import hmac
import os

from fastapi import FastAPI, HTTPException, Request

app = FastAPI()
SECRET = os.environ["PROXY_SECRET"]


def current_user(request: Request) -> str:
    if not hmac.compare_digest(request.headers.get("X-Proxy-Secret", ""), SECRET):
        raise HTTPException(401)
    return request.headers["X-Forwarded-User"]
