"""Passwords, session tokens and signatures."""

import hashlib
import hmac
import secrets
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from fastapi import Depends, Header, HTTPException, status
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import SecretStr
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from ledger.db import DbSession
from ledger.logs import audit
from ledger.models import OperatorSession, Role
from ledger.settings import Settings, get_settings

hasher = PasswordHasher(time_cost=3, memory_cost=65_536, parallelism=2)
bearer = HTTPBearer(auto_error=False)


@dataclass(frozen=True)
class Principal:
    """Who calls, and whose books may be seen."""

    operator_id: uuid.UUID
    tenant_id: uuid.UUID
    session_id: uuid.UUID
    role: Role


def hash_password(password: SecretStr) -> str:
    return hasher.hash(password.get_secret_value())


# Checked when an account does not exist, so that both answers take the same time.
ABSENT_OPERATOR_HASH = hasher.hash(secrets.token_urlsafe(24))


def verify_password(password_hash: str, password: SecretStr) -> bool:
    try:
        return hasher.verify(password_hash, password.get_secret_value())
    except VerificationError:
        return False


def new_session_token() -> str:
    return secrets.token_urlsafe(32)


def token_digest(token: str, settings: Settings) -> str:
    key = settings.token_secret.get_secret_value().encode()
    return hmac.new(key, token.encode(), hashlib.sha256).hexdigest()


def valid_signature(body: bytes, signature: str, secret: SecretStr) -> bool:
    expected = hmac.new(secret.get_secret_value().encode(), body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(expected, signature)


def current_principal(
    session: DbSession,
    credentials: HTTPAuthorizationCredentials | None = Depends(bearer),
    settings: Settings = Depends(get_settings),
) -> Principal:
    if credentials is None:
        audit("access_denied", reason="no_token")
        raise HTTPException(status.HTTP_401_UNAUTHORIZED, "Sign in first.")
    found = session.scalar(
        select(OperatorSession)
        .options(joinedload(OperatorSession.operator))
        .where(
            OperatorSession.token_digest == token_digest(credentials.credentials, settings),
            OperatorSession.expires_at > datetime.now(UTC),
            OperatorSession.revoked_at.is_(None),
        )
    )
    if found is None or not found.operator.active:
        audit("access_denied", reason="token_not_valid")
        raise HTTPException(status.HTTP_401_UNAUTHORIZED, "Sign in first.")
    return Principal(
        operator_id=found.operator_id,
        tenant_id=found.tenant_id,
        session_id=found.id,
        role=Role(found.operator.role),
    )


class RequireRole:
    """Dependency that lets only the named roles pass."""

    def __init__(self, *roles: Role) -> None:
        self.roles = frozenset(roles)

    def __call__(self, principal: Principal = Depends(current_principal)) -> Principal:
        if principal.role not in self.roles:
            audit("access_denied", reason="role", operator_id=str(principal.operator_id))
            raise HTTPException(status.HTTP_403_FORBIDDEN, "Your role does not allow this.")
        return principal


require_reader = RequireRole(Role.VIEWER, Role.BOOKKEEPER, Role.ADMIN)
require_bookkeeper = RequireRole(Role.BOOKKEEPER, Role.ADMIN)
require_admin = RequireRole(Role.ADMIN)


def require_metrics_token(
    authorization: str = Header(default=""),
    settings: Settings = Depends(get_settings),
) -> None:
    expected = f"Bearer {settings.metrics_token.get_secret_value()}"
    if not hmac.compare_digest(authorization.encode(), expected.encode()):
        audit("access_denied", reason="metrics_token")
        raise HTTPException(status.HTTP_401_UNAUTHORIZED, "Metrics need a token.")
