"""Outcomes that the acquirer reports later."""

import hashlib
import hmac
from typing import Annotated

from fastapi import APIRouter, Header, HTTPException, Request, status
from fastapi.concurrency import run_in_threadpool
from pymongo.errors import DuplicateKeyError

from payments_api.db.models import Payment, PaymentStatus, ProcessedEvent
from payments_api.schemas import AcquirerEvent
from payments_api.settings import get_settings

router = APIRouter()


def apply_event(event: AcquirerEvent) -> None:
    try:
        ProcessedEvent(event_id=event.event_id).insert()
    except DuplicateKeyError:
        return
    payment = Payment.find_one(Payment.public_id == event.payment_id).run()
    if payment is not None and payment.status is not PaymentStatus.CAPTURED:
        payment.status = PaymentStatus(event.outcome)
        payment.save()


@router.post("/acquirer")
async def acquirer(
    request: Request, signature: Annotated[str, Header(alias="X-Acquirer-Signature")]
) -> dict[str, bool]:
    body = await request.body()
    secret = get_settings().acquirer_webhook_secret.encode()
    expected = hmac.new(secret, body, hashlib.sha256).hexdigest()
    if not hmac.compare_digest(expected, signature):
        raise HTTPException(status.HTTP_401_UNAUTHORIZED, detail="Bad signature")
    await run_in_threadpool(apply_event, AcquirerEvent.model_validate_json(body))
    return {"received": True}
