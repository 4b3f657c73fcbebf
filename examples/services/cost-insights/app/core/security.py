"""API keys of teams and signed share links."""

import hashlib
import hmac
import os
import secrets
from datetime import UTC, datetime, timedelta

import jwt

from app.core.config import settings

SHARE_LINK_SECRET = os.environ.get("SHARE_LINK_SECRET", settings.SECRET_KEY)
SHARE_LINK_HOURS = 12


def new_api_key() -> tuple[str, str, str]:
    """Returns the key, its prefix for lookups and its hash for the database."""
    key = "ci_" + secrets.token_urlsafe(32)
    return key, key[:8], hash_api_key(key)


def hash_api_key(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


def api_key_matches(key: str, key_hash: str) -> bool:
    return hmac.compare_digest(hash_api_key(key), key_hash)


def share_token(team_id: int) -> str:
    now = datetime.now(UTC)
    claims = {"team": team_id, "iat": now, "exp": now + timedelta(hours=SHARE_LINK_HOURS)}
    return jwt.encode(claims, SHARE_LINK_SECRET, algorithm="HS256")


def team_of_share_token(token: str) -> int | None:
    try:
        claims = jwt.decode(token, SHARE_LINK_SECRET, algorithms=["HS256"])
    except jwt.InvalidTokenError:
        return None
    return int(claims["team"])
