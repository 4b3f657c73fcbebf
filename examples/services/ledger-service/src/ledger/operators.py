"""Operators of a tenant and how they sign in."""

import uuid
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from ledger.logs import audit
from ledger.models import Operator, OperatorSession
from ledger.schemas import NewOperator, SessionView, SignIn
from ledger.security import (
    ABSENT_OPERATOR_HASH,
    hash_password,
    new_session_token,
    token_digest,
    verify_password,
)
from ledger.settings import Settings
from ledger.tenancy import TenantScope

MAX_FAILURES = 5
LOCK = timedelta(minutes=15)


def sign_in(session: Session, wanted: SignIn, settings: Settings) -> SessionView | None:
    now = datetime.now(UTC)
    operator = session.scalar(
        select(Operator)
        .where(
            Operator.tenant_id == wanted.tenant_id,
            func.lower(Operator.email) == wanted.email.lower(),
        )
        .with_for_update()
    )
    known_hash = operator.password_hash if operator else ABSENT_OPERATOR_HASH
    matches = verify_password(known_hash, wanted.password)

    if operator is None or not operator.active:
        audit("sign_in_failed", reason="unknown", tenant_id=str(wanted.tenant_id))
        return None
    if operator.locked_until and operator.locked_until > now:
        audit("sign_in_failed", reason="locked", operator_id=str(operator.id))
        return None
    if not matches:
        operator.failed_attempts += 1
        if operator.failed_attempts >= MAX_FAILURES:
            operator.locked_until = now + LOCK
            operator.failed_attempts = 0
            audit("operator_locked", operator_id=str(operator.id))
        audit("sign_in_failed", reason="password", operator_id=str(operator.id))
        return None

    operator.failed_attempts = 0
    operator.locked_until = None
    token = new_session_token()
    expires_at = now + timedelta(minutes=settings.session_minutes)
    session.add(
        OperatorSession(
            tenant_id=operator.tenant_id,
            operator_id=operator.id,
            token_digest=token_digest(token, settings),
            expires_at=expires_at,
        )
    )
    audit("signed_in", operator_id=str(operator.id))
    return SessionView(access_token=token, expires_at=expires_at)


def create_operator(scope: TenantScope, wanted: NewOperator) -> Operator:
    return scope.add(
        Operator(
            email=wanted.email.lower(),
            password_hash=hash_password(wanted.password),
            role=wanted.role,
            active=True,
            failed_attempts=0,
        )
    )


def deactivate_operator(scope: TenantScope, operator_id: uuid.UUID) -> Operator | None:
    """Ends all sessions of the operator in the same transaction."""
    operator = scope.get(Operator, operator_id)
    if operator is None:
        return None
    operator.active = False
    scope.session.execute(
        update(OperatorSession)
        .where(
            OperatorSession.tenant_id == scope.tenant_id,
            OperatorSession.operator_id == operator.id,
            OperatorSession.revoked_at.is_(None),
        )
        .values(revoked_at=datetime.now(UTC))
    )
    return operator
