"""Accounts of the caller's tenant."""

import uuid
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Query, status

from ledger.models import Account
from ledger.schemas import AccountPage, AccountView, Currency, NewAccount
from ledger.security import Principal, require_bookkeeper
from ledger.tenancy import TenantScope, tenant_scope

router = APIRouter()

Limit = Annotated[int, Query(ge=1, le=200)]


@router.get("")
def list_accounts(
    after: uuid.UUID | None = None,
    limit: Limit = 50,
    currency: Currency | None = None,
    scope: TenantScope = Depends(tenant_scope),
) -> AccountPage:
    query = scope.select(Account).order_by(Account.id).limit(limit + 1)
    if after is not None:
        query = query.where(Account.id > after)
    if currency is not None:
        query = query.where(Account.currency == currency)
    rows = scope.session.scalars(query).all()
    page = [AccountView.model_validate(row) for row in rows[:limit]]
    return AccountPage(items=page, next_after=page[-1].id if len(rows) > limit else None)


@router.get("/{account_id}")
def get_account(account_id: uuid.UUID, scope: TenantScope = Depends(tenant_scope)) -> AccountView:
    account = scope.get(Account, account_id)
    if account is None:
        raise HTTPException(status.HTTP_404_NOT_FOUND, "No such account.")
    return AccountView.model_validate(account)


@router.post("", status_code=status.HTTP_201_CREATED)
def open_account(
    body: NewAccount,
    _principal: Principal = Depends(require_bookkeeper),
    scope: TenantScope = Depends(tenant_scope),
) -> AccountView:
    account = scope.add(Account(name=body.name, currency=body.currency))
    return AccountView.model_validate(account)
