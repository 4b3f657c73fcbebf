"""Background jobs: expiry of holds and reminders, every half minute, beside the API."""

import asyncio
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import httpx
import structlog
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from app.domain.bookings import expire_holds
from app.domain.models import Booking, Organisation, Slot, Status
from app.infra.org_context import org_session
from app.settings import Settings

log = structlog.get_logger(__name__)

REMIND_BEFORE = timedelta(hours=24)


async def organisations(factory: async_sessionmaker[AsyncSession]) -> Sequence[uuid.UUID]:
    async with factory() as session:
        return (await session.scalars(select(Organisation.id))).all()


async def send_reminders(session: AsyncSession, settings: Settings) -> int:
    soon = datetime.now(UTC) + REMIND_BEFORE
    query = (
        select(Booking)
        .join(Slot, Slot.id == Booking.slot_id)
        .where(Booking.status == Status.CONFIRMED, Booking.reminded.is_(False))
        .where(Slot.starts_at < soon)
        .limit(100)
    )
    due = (await session.scalars(query)).all()
    async with httpx.AsyncClient(timeout=10) as client:
        for booking in due:
            answer = await client.post(
                settings.mail_url,
                json={"template": "booking-reminder", "shopper": booking.shopper},
                headers={"X-API-Key": settings.mail_api_key.get_secret_value()},
            )
            answer.raise_for_status()
            booking.reminded = True
    return len(due)


async def run_once(factory: async_sessionmaker[AsyncSession], settings: Settings) -> None:
    for org_id in await organisations(factory):
        async with org_session(factory, org_id) as session:
            expired = await expire_holds(session, settings.hold_minutes)
            reminded = await send_reminders(session, settings)
        if expired or reminded:
            log.info("jobs done", org_id=str(org_id), expired=expired, reminded=reminded)


async def run_forever(factory: async_sessionmaker[AsyncSession], settings: Settings) -> None:
    while True:
        try:
            await run_once(factory, settings)
        except Exception:
            log.exception("jobs failed")
        await asyncio.sleep(settings.jobs_interval_seconds)
