"""Photos of the place where a delivery shall be left."""

import uuid

from fastapi import APIRouter, HTTPException, Request, UploadFile
from fastapi.responses import Response
from pydantic import BaseModel
from sqlalchemy import select

from app.api.deps import CurrentCaller, OrgSession
from app.domain import bookings
from app.domain.models import Booking, BookingPhoto
from app.infra.storage import PhotoStorage
from app.settings import get_settings

router = APIRouter(prefix="/bookings/{booking_id}/photos")

ALLOWED_TYPES = {"image/jpeg", "image/png", "image/webp"}
SIGNATURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF")


class PhotoOut(BaseModel):
    id: uuid.UUID
    size: int


@router.post("", status_code=201)
async def upload_photo(
    request: Request,
    booking_id: uuid.UUID,
    file: UploadFile,
    caller: CurrentCaller,
    session: OrgSession,
) -> PhotoOut:
    if await bookings.find(session, booking_id, caller.shopper) is None:
        raise HTTPException(404, "No such booking")
    if file.content_type not in ALLOWED_TYPES:
        raise HTTPException(415, "Photos are JPEG, PNG or WebP")

    content = await file.read()
    if len(content) > get_settings().photo_max_bytes:
        raise HTTPException(413, "The photo is too large")
    if not content.startswith(SIGNATURES):
        raise HTTPException(415, "Photos are JPEG, PNG or WebP")

    photo = BookingPhoto(
        id=uuid.uuid4(),
        org_id=caller.org_id,
        booking_id=booking_id,
        content_type=file.content_type,
        size=len(content),
    )
    session.add(photo)
    storage: PhotoStorage = request.app.state.storage
    await storage.save(caller.org_id, photo.id, content)
    return PhotoOut(id=photo.id, size=photo.size)


@router.get("/{photo_id}")
async def get_photo(
    request: Request,
    booking_id: uuid.UUID,
    photo_id: uuid.UUID,
    caller: CurrentCaller,
    session: OrgSession,
) -> Response:
    photo = await session.scalar(
        select(BookingPhoto)
        .join(Booking, Booking.id == BookingPhoto.booking_id)
        .where(
            BookingPhoto.id == photo_id,
            BookingPhoto.booking_id == booking_id,
            Booking.shopper == caller.shopper,
        )
    )
    if photo is None:
        raise HTTPException(404, "No such photo")
    storage: PhotoStorage = request.app.state.storage
    return Response(await storage.load(caller.org_id, photo.id), media_type=photo.content_type)
