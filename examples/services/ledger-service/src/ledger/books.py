"""Journal entries and the closing of a month.

Amounts are integers in minor units and are never divided: who computes a percentage decides
about rounding and posts the result, so the sum of an entry is exactly zero or it is refused.
"""

import uuid

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import selectinload

from ledger.models import (
    Account,
    BalanceSnapshot,
    Entry,
    EntryLine,
    Period,
    PeriodStatus,
    SettlementEvent,
)
from ledger.schemas import NewEntry, NewLine, Settlement
from ledger.tenancy import TenantScope


class PostingRefusedError(ValueError):
    """The text is written for the caller."""


def find_entry(scope: TenantScope, idempotency_key: str) -> Entry | None:
    return scope.session.scalar(
        scope.select(Entry)
        .where(Entry.idempotency_key == idempotency_key)
        .options(selectinload(Entry.lines))
    )


def post_entry(scope: TenantScope, wanted: NewEntry, idempotency_key: str) -> Entry:
    known = find_entry(scope, idempotency_key)
    if known is not None:
        return known

    account_ids = {line.account_id for line in wanted.lines}
    accounts = scope.session.scalars(scope.select(Account).where(Account.id.in_(account_ids))).all()
    if len(accounts) != len(account_ids):
        raise PostingRefusedError("An account of the entry does not exist.")
    if len({account.currency for account in accounts}) != 1:
        raise PostingRefusedError("All accounts of an entry have the same currency.")
    if scope.session.scalar(scope.select(Period).where(Period.name == wanted.period)) is not None:
        raise PostingRefusedError("The period is closed.")

    entry = scope.add(
        Entry(
            idempotency_key=idempotency_key,
            period=wanted.period,
            description=wanted.description,
        )
    )
    scope.session.add_all(
        EntryLine(
            tenant_id=scope.tenant_id,
            entry_id=entry.id,
            account_id=line.account_id,
            amount_minor=line.amount_minor,
        )
        for line in wanted.lines
    )
    scope.session.flush()
    scope.session.refresh(entry, ["lines"])
    return entry


def apply_settlement(scope: TenantScope, settlement: Settlement) -> uuid.UUID:
    """The event and its entry are written in one transaction; a repeated event changes nothing."""
    known = scope.session.scalar(
        scope.select(SettlementEvent).where(SettlementEvent.event_id == settlement.event_id)
    )
    if known is not None:
        return known.entry_id

    entry = post_entry(
        scope,
        NewEntry(
            period=settlement.period,
            description="Settlement of the bank",
            lines=[
                NewLine(
                    account_id=settlement.bank_account_id, amount_minor=settlement.amount_minor
                ),
                NewLine(
                    account_id=settlement.clearing_account_id,
                    amount_minor=-settlement.amount_minor,
                ),
            ],
        ),
        idempotency_key=f"settlement-{settlement.event_id}"[:64],
    )
    scope.add(SettlementEvent(event_id=settlement.event_id, entry_id=entry.id))
    return entry.id


def start_closing(scope: TenantScope, name: str) -> Period:
    """Two callers may start the same closing: the unique key lets one of them insert."""
    scope.session.execute(
        insert(Period)
        .values(
            id=uuid.uuid4(),
            tenant_id=scope.tenant_id,
            name=name,
            status=PeriodStatus.CLOSING,
        )
        .on_conflict_do_nothing(index_elements=["tenant_id", "name"])
    )
    return scope.session.scalars(scope.select(Period).where(Period.name == name)).one()


def write_snapshots(scope: TenantScope, name: str) -> int:
    """Writes one balance per account; returns how many."""
    session = scope.session
    session.execute(
        delete(BalanceSnapshot).where(
            BalanceSnapshot.tenant_id == scope.tenant_id, BalanceSnapshot.period == name
        )
    )
    balances = (
        select(
            func.gen_random_uuid(),
            EntryLine.tenant_id,
            Entry.period,
            EntryLine.account_id,
            func.sum(EntryLine.amount_minor),
        )
        .join(Entry, Entry.id == EntryLine.entry_id)
        .where(
            EntryLine.tenant_id == scope.tenant_id,
            Entry.tenant_id == scope.tenant_id,
            Entry.period == name,
        )
        .group_by(EntryLine.tenant_id, Entry.period, EntryLine.account_id)
    )
    columns = ["id", "tenant_id", "period", "account_id", "balance_minor"]
    written = session.execute(
        insert(BalanceSnapshot).from_select(columns, balances).returning(BalanceSnapshot.id)
    ).all()
    period = session.scalars(scope.select(Period).where(Period.name == name)).one()
    period.status = PeriodStatus.CLOSED
    return len(written)
