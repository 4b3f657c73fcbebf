from fastapi import APIRouter, HTTPException, status

from app.api.deps import Db
from app.core.config import settings
from app.models import Team
from app.schemas import Inserted
from app.services.sample_data import sample_costs, sample_jobs, wipe

router = APIRouter()


@router.post("/seed", status_code=status.HTTP_201_CREATED)
def seed(db: Db, days: int = 60) -> Inserted:
    """Replaces everything by sample data of three teams."""
    if settings.ENV != "dev":
        raise HTTPException(status.HTTP_403_FORBIDDEN, "Only in development")
    wipe(db)
    inserted = 0
    for name in ("storefront", "checkout", "tracking"):
        team = Team(name=name)
        db.add(team)
        db.flush()
        inserted += sample_costs(db, team, days) + sample_jobs(db, team, days)
    db.commit()
    return Inserted(inserted=inserted)


@router.delete("/reset", status_code=status.HTTP_204_NO_CONTENT)
def reset(db: Db) -> None:
    """Clean table for the next presentation."""
    wipe(db)
    db.commit()
