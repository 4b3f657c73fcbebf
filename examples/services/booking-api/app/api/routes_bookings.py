import uuid
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, HTTPException, Query, Request
from pydantic import BaseModel, ConfigDict

from app.api.deps import CurrentCaller, OrgSession
from app.domain import bookings
from app.domain.models import Status
from app.infra.rate_limit import limiter

router = APIRouter()

Limit = Annotated[int, Query(ge=1, le=100)]


class SlotOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: uuid.UUID
    starts_at: datetime
    capacity: int
    taken: int


class BookingIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    slot_id: uuid.UUID


class BookingOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: uuid.UUID
    slot_id: uuid.UUID
    status: Status
    created_at: datetime


@router.get("/slots")
async def list_slots(day: datetime, session: OrgSession, limit: Limit = 50) -> list[SlotOut]:
    return [SlotOut.model_validate(s) for s in await bookings.free_slots(session, day, limit)]


@router.get("/bookings")
async def list_bookings(
    caller: CurrentCaller,
    session: OrgSession,
    before: datetime | None = None,
    limit: Limit = 50,
) -> list[BookingOut]:
    rows = await bookings.page(session, caller.shopper, before, limit)
    return [BookingOut.model_validate(row) for row in rows]


@router.post("/bookings", status_code=201)
@limiter.limit("10/minute")
async def create_booking(
    request: Request, body: BookingIn, caller: CurrentCaller, session: OrgSession
) -> BookingOut:
    try:
        booking = await bookings.hold(session, body.slot_id, caller.shopper)
    except bookings.SlotFullError:
        raise HTTPException(409, "This slot is full") from None
    return BookingOut.model_validate(booking)


@router.post("/bookings/{booking_id}/confirm")
async def confirm(booking_id: uuid.UUID, caller: CurrentCaller, session: OrgSession) -> BookingOut:
    booking = await bookings.find(session, booking_id, caller.shopper)
    if booking is None:
        raise HTTPException(404, "No such booking")
    if booking.status != Status.HELD:
        raise HTTPException(409, "Only a held booking can be confirmed")
    booking.status = Status.CONFIRMED
    return BookingOut.model_validate(booking)


@router.delete("/bookings/{booking_id}", status_code=204)
async def cancel(booking_id: uuid.UUID, caller: CurrentCaller, session: OrgSession) -> None:
    booking = await bookings.find(session, booking_id, caller.shopper)
    if booking is None:
        raise HTTPException(404, "No such booking")
    await bookings.release(session, booking, Status.CANCELLED)
