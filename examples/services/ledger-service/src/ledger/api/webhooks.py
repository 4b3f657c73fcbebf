"""Settlements that the bank reports. Signed, because no operator is behind them."""

from fastapi import APIRouter, Depends, Header, HTTPException, Request, status
from fastapi.concurrency import run_in_threadpool
from pydantic import ValidationError

from ledger.books import PostingRefusedError, apply_settlement
from ledger.db import DbSession
from ledger.logs import audit
from ledger.schemas import Health, Settlement
from ledger.security import valid_signature
from ledger.settings import Settings, get_settings
from ledger.tenancy import TenantScope

router = APIRouter()


@router.post("/settlements")
async def settlement(
    request: Request,
    session: DbSession,
    signature: str = Header(alias="X-Settlement-Signature", max_length=64),
    settings: Settings = Depends(get_settings),
) -> Health:
    body = await request.body()  # bounded by BodyLimitMiddleware
    if not valid_signature(body, signature, settings.webhook_secret):
        audit("access_denied", reason="webhook_signature")
        raise HTTPException(status.HTTP_401_UNAUTHORIZED, "The signature does not match.")
    try:
        event = Settlement.model_validate_json(body)
    except ValidationError as error:
        raise HTTPException(status.HTTP_422_UNPROCESSABLE_CONTENT, "Not a settlement.") from error
    try:
        await run_in_threadpool(apply_settlement, TenantScope(session, event.tenant_id), event)
    except PostingRefusedError as refusal:
        raise HTTPException(status.HTTP_409_CONFLICT, refusal.args[0]) from refusal
    return Health(status="accepted")
