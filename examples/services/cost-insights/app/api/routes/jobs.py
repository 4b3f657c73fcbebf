from typing import Annotated

from fastapi import APIRouter, Query
from sqlalchemy import select

from app.api.deps import CurrentTeam, Db
from app.models import JobRun
from app.schemas import JobRunOut

router = APIRouter()


@router.get("")
def list_jobs(
    db: Db, team: CurrentTeam, limit: Annotated[int, Query(ge=1, le=500)] = 100
) -> list[JobRunOut]:
    rows = db.scalars(
        select(JobRun)
        .where(JobRun.team_id == team.id)
        .order_by(JobRun.started_at.desc())
        .limit(limit)
    ).all()
    return [JobRunOut.model_validate(row) for row in rows]
