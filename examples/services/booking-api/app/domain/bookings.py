"""Use cases of bookings. Row-level security keeps each query inside the organisation."""

import uuid
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.domain.models import Booking, Slot, Status
from app.infra.org_context import current_org


class SlotFullError(Exception):
    """Nothing left in this slot."""


async def free_slots(session: AsyncSession, day: datetime, limit: int) -> Sequence[Slot]:
    query = (
        select(Slot)
        .where(
            Slot.org_id == current_org(),
            Slot.starts_at >= day,
            Slot.starts_at < day + timedelta(days=1),
            Slot.taken < Slot.capacity,
        )
        .order_by(Slot.starts_at)
        .limit(limit)
    )
    return (await session.scalars(query)).all()


async def hold(session: AsyncSession, slot_id: uuid.UUID, shopper: str) -> Booking:
    """Two shoppers may want the last place: the update lets one of them through."""
    taken = await session.execute(
        update(Slot)
        .where(Slot.id == slot_id, Slot.taken < Slot.capacity)
        .values(taken=Slot.taken + 1)
        .returning(Slot.id)
    )
    if taken.scalar_one_or_none() is None:
        raise SlotFullError
    booking = Booking(org_id=current_org(), slot_id=slot_id, shopper=shopper, status=Status.HELD)
    session.add(booking)
    await session.flush()
    await session.refresh(booking)
    return booking


async def find(session: AsyncSession, booking_id: uuid.UUID, shopper: str) -> Booking | None:
    query = select(Booking).where(Booking.id == booking_id, Booking.shopper == shopper)
    return await session.scalar(query)


async def page(
    session: AsyncSession, shopper: str, before: datetime | None, limit: int
) -> Sequence[Booking]:
    query = select(Booking).where(Booking.shopper == shopper)
    if before is not None:
        query = query.where(Booking.created_at < before)
    return (await session.scalars(query.order_by(Booking.created_at.desc()).limit(limit))).all()


async def release(session: AsyncSession, booking: Booking, status: Status) -> None:
    if booking.status in (Status.HELD, Status.CONFIRMED):
        booking.status = status
        await session.execute(
            update(Slot).where(Slot.id == booking.slot_id).values(taken=Slot.taken - 1)
        )


async def expire_holds(session: AsyncSession, minutes: int) -> int:
    limit = datetime.now(UTC) - timedelta(minutes=minutes)
    query = select(Booking).where(Booking.status == Status.HELD, Booking.created_at < limit)
    overdue = (await session.scalars(query.limit(200))).all()
    for booking in overdue:
        await release(session, booking, Status.EXPIRED)
    return len(overdue)
