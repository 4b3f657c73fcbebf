"""Journal entries of the caller's tenant."""

import uuid
from typing import Annotated

from fastapi import APIRouter, Depends, Header, HTTPException, Query, status
from sqlalchemy.orm import selectinload

from ledger.books import PostingRefusedError, post_entry
from ledger.models import Entry, EntryLine
from ledger.schemas import EntryPage, EntryView, NewEntry
from ledger.security import Principal, require_bookkeeper
from ledger.tenancy import TenantScope, tenant_scope

router = APIRouter()

IdempotencyKey = Annotated[str, Header(alias="Idempotency-Key", min_length=8, max_length=64)]
Limit = Annotated[int, Query(ge=1, le=200)]


@router.get("")
def list_entries(
    account_id: uuid.UUID | None = None,
    after: uuid.UUID | None = None,
    limit: Limit = 50,
    scope: TenantScope = Depends(tenant_scope),
) -> EntryPage:
    query = (
        scope.select(Entry).options(selectinload(Entry.lines)).order_by(Entry.id).limit(limit + 1)
    )
    if after is not None:
        query = query.where(Entry.id > after)
    if account_id is not None:
        of_account = scope.select(EntryLine).where(EntryLine.account_id == account_id)
        query = query.where(Entry.id.in_(of_account.with_only_columns(EntryLine.entry_id)))
    rows = scope.session.scalars(query).all()
    page = [EntryView.model_validate(row) for row in rows[:limit]]
    return EntryPage(items=page, next_after=page[-1].id if len(rows) > limit else None)


@router.post("", status_code=status.HTTP_201_CREATED)
def create_entry(
    body: NewEntry,
    idempotency_key: IdempotencyKey,
    _principal: Principal = Depends(require_bookkeeper),
    scope: TenantScope = Depends(tenant_scope),
) -> EntryView:
    try:
        entry = post_entry(scope, body, idempotency_key)
    except PostingRefusedError as refusal:
        raise HTTPException(status.HTTP_422_UNPROCESSABLE_CONTENT, refusal.args[0]) from refusal
    return EntryView.model_validate(entry)
