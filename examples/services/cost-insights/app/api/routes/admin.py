from fastapi import APIRouter, HTTPException, status
from sqlalchemy import select

from app.api.deps import Db
from app.core.security import new_api_key
from app.models import ApiKey, Team
from app.schemas import Inserted, NewKey, TeamIn
from app.services.sample_data import sample_costs, sample_jobs

router = APIRouter()


@router.post("/teams", status_code=status.HTTP_201_CREATED)
def create_team(db: Db, body: TeamIn) -> NewKey:
    team = Team(name=body.name)
    db.add(team)
    db.flush()
    key, prefix, key_hash = new_api_key()
    db.add(ApiKey(team_id=team.id, prefix=prefix, key_hash=key_hash))
    db.commit()
    return NewKey(team_id=team.id, key=key)


@router.delete("/keys/{prefix}", status_code=status.HTTP_204_NO_CONTENT)
def revoke_key(db: Db, prefix: str) -> None:
    keys = db.scalars(select(ApiKey).where(ApiKey.prefix == prefix)).all()
    if not keys:
        raise HTTPException(status.HTTP_404_NOT_FOUND, "No such key")
    for key in keys:
        key.is_active = False
    db.commit()


@router.post("/ingest/cost/mock", status_code=status.HTTP_201_CREATED)
def ingest_mock_costs(db: Db, team_id: int, days: int = 30) -> Inserted:
    """Fills a team with invented bills."""
    team = db.get(Team, team_id)
    if team is None:
        raise HTTPException(status.HTTP_404_NOT_FOUND, "No such team")
    inserted = sample_costs(db, team, days)
    db.commit()
    return Inserted(inserted=inserted)


@router.post("/ingest/jobs/mock", status_code=status.HTTP_201_CREATED)
def ingest_mock_jobs(db: Db, team_id: int, days: int = 30) -> Inserted:
    """Fills a team with invented job runs."""
    team = db.get(Team, team_id)
    if team is None:
        raise HTTPException(status.HTTP_404_NOT_FOUND, "No such team")
    inserted = sample_jobs(db, team, days)
    db.commit()
    return Inserted(inserted=inserted)
