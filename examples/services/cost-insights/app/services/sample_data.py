"""Invented bills and job runs."""

import random
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from sqlalchemy import delete
from sqlalchemy.orm import Session

from app.models import CostRecord, JobRun, Team

PRODUCTS = ["compute", "object storage", "warehouse", "network"]


def sample_costs(db: Session, team: Team, days: int) -> int:
    records = [
        CostRecord(
            team_id=team.id,
            day=date.today() - timedelta(days=offset),
            product=product,
            amount=Decimal(random.randint(500, 9000)) / 100,
        )
        for offset in range(days)
        for product in PRODUCTS
    ]
    db.add_all(records)
    return len(records)


def sample_jobs(db: Session, team: Team, days: int) -> int:
    now = datetime.now(UTC)
    runs = [
        JobRun(
            team_id=team.id,
            name=f"nightly-{number}",
            started_at=now - timedelta(days=offset),
            cpu_hours=Decimal(random.randint(1, 400)) / 10,
        )
        for offset in range(days)
        for number in range(3)
    ]
    db.add_all(runs)
    return len(runs)


def wipe(db: Session) -> None:
    db.execute(delete(CostRecord))
    db.execute(delete(JobRun))
