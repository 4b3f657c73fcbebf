import hashlib
import secrets

from app.models import ApiKey


def digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def issue(db):
    token = secrets.token_urlsafe(32)
    db.add(ApiKey(token_hash=digest(token)))
    return token
