"""Who calls, for which organisation, and the session that belongs to it."""

import uuid
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Annotated

import jwt
import structlog
from fastapi import Depends, HTTPException, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from sqlalchemy.ext.asyncio import AsyncSession

from app.infra.org_context import org_session
from app.settings import Settings, get_settings

log = structlog.get_logger("security")
bearer = HTTPBearer(auto_error=False)


@dataclass(frozen=True)
class Caller:
    shopper: str
    org_id: uuid.UUID


def get_caller(
    credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(bearer)],
    settings: Annotated[Settings, Depends(get_settings)],
) -> Caller:
    if credentials is None:
        log.info("access denied", reason="no_credentials")
        raise HTTPException(401, "Sign in first")
    try:
        claims = jwt.decode(
            credentials.credentials,
            settings.identity_public_key,
            algorithms=["RS256"],
            audience=settings.identity_audience,
            issuer=settings.identity_issuer,
            options={"require": ["exp", "sub", "org_id"]},
        )
        return Caller(shopper=claims["sub"], org_id=uuid.UUID(claims["org_id"]))
    except (jwt.InvalidTokenError, ValueError) as error:
        log.info("access denied", reason=type(error).__name__)
        raise HTTPException(401, "Sign in first") from None


async def get_session(
    request: Request, caller: Annotated[Caller, Depends(get_caller)]
) -> AsyncIterator[AsyncSession]:
    async with org_session(request.app.state.session_factory, caller.org_id) as session:
        yield session


CurrentCaller = Annotated[Caller, Depends(get_caller)]
OrgSession = Annotated[AsyncSession, Depends(get_session, scope="function")]
