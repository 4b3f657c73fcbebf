from fastapi import FastAPI
from slowapi import Limiter
from slowapi.util import get_remote_address

from service import sign_in

app = FastAPI()
limiter = Limiter(key_func=get_remote_address)


@app.post("/auth/login")
def login(body: dict):
    return sign_in(body)


@app.post("/auth/password-reset")
@limiter.limit("3/hour")
def password_reset(body: dict): ...


@app.post("/devices/register")
def register_device(body: dict): ...


@app.post("/auth/reset/{token}")
def reset(token: str, body: dict):
    return sign_in(body)
