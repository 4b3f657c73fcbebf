"""Totals per day, with a mark on days far above the usual."""

import statistics
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.core.cache import get_cached, set_cached
from app.models import CostRecord
from app.schemas import DailyTotal

UNUSUAL_FACTOR = 3


def daily_totals(db: Session, team_id: int, days: int) -> list[DailyTotal]:
    key = f"daily:{team_id}:{days}:{date.today()}"
    cached = get_cached(key)
    if cached is not None:
        return [DailyTotal.model_validate(row) for row in cached]

    since = date.today() - timedelta(days=days)
    rows = db.execute(
        select(CostRecord.day, func.sum(CostRecord.amount))
        .where(CostRecord.team_id == team_id, CostRecord.day >= since)
        .group_by(CostRecord.day)
        .order_by(CostRecord.day)
    ).all()
    totals = [DailyTotal(day=day, total=total) for day, total in rows]
    mark_unusual(totals)
    set_cached(key, [total.model_dump(mode="json") for total in totals])
    return totals


def mark_unusual(totals: list[DailyTotal]) -> None:
    if len(totals) < 7:
        return
    values = [float(total.total) for total in totals]
    middle = statistics.median(values)
    spread = statistics.median(abs(value - middle) for value in values) or 1.0
    for total in totals:
        total.unusual = float(total.total) - middle > UNUSUAL_FACTOR * spread
