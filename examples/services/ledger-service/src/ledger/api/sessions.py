"""Sign in and out."""

from datetime import UTC, datetime

from fastapi import APIRouter, Depends, HTTPException, Request, Response, status
from sqlalchemy import update

from ledger.db import DbSession
from ledger.logs import audit
from ledger.models import OperatorSession
from ledger.operators import sign_in
from ledger.rate_limit import SIGN_IN_LIMIT, limiter
from ledger.schemas import SessionView, SignIn
from ledger.security import Principal, current_principal
from ledger.settings import Settings, get_settings

router = APIRouter()


@router.post("", status_code=status.HTTP_201_CREATED)
@limiter.limit(SIGN_IN_LIMIT)
def create_session(
    request: Request,
    response: Response,
    body: SignIn,
    session: DbSession,
    settings: Settings = Depends(get_settings),
) -> SessionView:
    issued = sign_in(session, body, settings)
    if issued is None:
        # Counters of failed attempts must survive the refusal.
        session.commit()
        raise HTTPException(status.HTTP_401_UNAUTHORIZED, "Tenant, e-mail or password is wrong.")
    return issued


@router.delete("/current", status_code=status.HTTP_204_NO_CONTENT)
def end_session(
    session: DbSession,
    principal: Principal = Depends(current_principal),
) -> None:
    session.execute(
        update(OperatorSession)
        .where(
            OperatorSession.tenant_id == principal.tenant_id,
            OperatorSession.id == principal.session_id,
        )
        .values(revoked_at=datetime.now(UTC))
    )
    audit("signed_out", operator_id=str(principal.operator_id))
