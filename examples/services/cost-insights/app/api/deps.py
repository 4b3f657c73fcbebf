from typing import Annotated

from fastapi import Depends, Header, HTTPException, status
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.config import settings
from app.core.db import get_db
from app.core.security import api_key_matches
from app.models import ApiKey, Team

Db = Annotated[Session, Depends(get_db)]


def current_team(db: Db, x_api_key: Annotated[str, Header()]) -> Team:
    """The team whose key was sent."""
    candidates = db.scalars(
        select(ApiKey).where(ApiKey.prefix == x_api_key[:8], ApiKey.is_active)
    ).all()
    for candidate in candidates:
        if api_key_matches(x_api_key, candidate.key_hash):
            return db.get_one(Team, candidate.team_id)
    raise HTTPException(status.HTTP_401_UNAUTHORIZED, "Unknown API key")


def require_admin(x_admin_key: Annotated[str | None, Header()] = None) -> None:
    if x_admin_key is None:
        raise HTTPException(status.HTTP_401_UNAUTHORIZED, "Admin key is missing")
    if x_admin_key == settings.ADMIN_API_KEY:
        return
    raise HTTPException(status.HTTP_403_FORBIDDEN, "Wrong admin key")


CurrentTeam = Annotated[Team, Depends(current_team)]
