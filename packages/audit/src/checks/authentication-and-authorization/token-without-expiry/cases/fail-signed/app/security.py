from datetime import datetime, timedelta

import jwt

from app.settings import settings


def create_access_token(data: dict, expires_delta: timedelta | None = None):
    claims = data.copy()
    claims.update({"exp": datetime.utcnow() + (expires_delta or timedelta(minutes=15))})
    return jwt.encode(claims, settings.secret_key, algorithm="HS256")


def login(user):
    life = timedelta(minutes=settings.access_token_minutes)
    return create_access_token({"sub": user.id}, expires_delta=life)


def service_token(name: str):
    return jwt.encode({"sub": name, "iat": datetime.utcnow()}, settings.secret_key)


def refresh_token(user):
    return jwt.encode(
        {"sub": user.id, "exp": datetime.utcnow() + timedelta(days=14)}, settings.secret_key
    )
