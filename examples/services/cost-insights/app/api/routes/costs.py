from typing import Annotated

from fastapi import APIRouter, HTTPException, Query, status
from sqlalchemy import select

from app.api.deps import CurrentTeam, Db
from app.core.security import share_token, team_of_share_token
from app.models import CostRecord
from app.schemas import CostIn, CostOut, DailyTotal, Inserted
from app.services.rollup import daily_totals

router = APIRouter()


@router.get("")
def list_costs(
    db: Db,
    team: CurrentTeam,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
    offset: Annotated[int, Query(ge=0)] = 0,
) -> list[CostOut]:
    rows = db.scalars(
        select(CostRecord)
        .where(CostRecord.team_id == team.id)
        .order_by(CostRecord.day.desc(), CostRecord.id)
        .limit(limit)
        .offset(offset)
    ).all()
    return [CostOut.model_validate(row) for row in rows]


@router.post("", status_code=status.HTTP_201_CREATED)
def add_costs(db: Db, team: CurrentTeam, costs: list[CostIn]) -> Inserted:
    db.add_all(CostRecord(team_id=team.id, **cost.model_dump()) for cost in costs)
    db.commit()
    return Inserted(inserted=len(costs))


@router.get("/daily")
def daily(
    db: Db, team: CurrentTeam, days: Annotated[int, Query(ge=1, le=366)] = 30
) -> list[DailyTotal]:
    return daily_totals(db, team.id, days)


@router.post("/share")
def share(team: CurrentTeam) -> dict[str, str]:
    return {"token": share_token(team.id)}


@router.get("/shared/{token}")
def shared(db: Db, token: str) -> list[DailyTotal]:
    team_id = team_of_share_token(token)
    if team_id is None:
        raise HTTPException(status.HTTP_404_NOT_FOUND, "Link is not valid any more")
    return daily_totals(db, team_id, 30)
