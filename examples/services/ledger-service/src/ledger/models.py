"""Tables. Everything but `tenants` belongs to a tenant."""

import enum
import uuid
from datetime import datetime

from sqlalchemy import BigInteger, DateTime, ForeignKey, Index, String, UniqueConstraint, func
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase):
    pass


class Role(enum.StrEnum):
    VIEWER = "viewer"
    BOOKKEEPER = "bookkeeper"
    ADMIN = "admin"


class PeriodStatus(enum.StrEnum):
    CLOSING = "closing"
    CLOSED = "closed"


class Tenant(Base):
    __tablename__ = "tenants"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    name: Mapped[str] = mapped_column(String(120), unique=True)


class TenantOwned:
    """Rows of one merchant; read them through `TenantScope`."""

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    tenant_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("tenants.id"))
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())


class Operator(TenantOwned, Base):
    __tablename__ = "operators"
    __table_args__ = (UniqueConstraint("tenant_id", "email"),)

    email: Mapped[str] = mapped_column(String(254))
    password_hash: Mapped[str] = mapped_column(String(255))
    role: Mapped[Role] = mapped_column(String(20))
    active: Mapped[bool] = mapped_column(default=True)
    failed_attempts: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class OperatorSession(TenantOwned, Base):
    __tablename__ = "operator_sessions"

    operator_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("operators.id"), index=True)
    token_digest: Mapped[str] = mapped_column(String(64), unique=True)
    expires_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), index=True)
    revoked_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))

    operator: Mapped[Operator] = relationship()


class Account(TenantOwned, Base):
    __tablename__ = "accounts"
    __table_args__ = (
        UniqueConstraint("tenant_id", "name"),
        Index("ix_accounts_tenant_id_id", "tenant_id", "id"),
    )

    name: Mapped[str] = mapped_column(String(120))
    currency: Mapped[str] = mapped_column(String(3))


class Entry(TenantOwned, Base):
    __tablename__ = "entries"
    __table_args__ = (
        UniqueConstraint("tenant_id", "idempotency_key"),
        Index("ix_entries_tenant_id_id", "tenant_id", "id"),
    )

    idempotency_key: Mapped[str] = mapped_column(String(64))
    period: Mapped[str] = mapped_column(String(7))
    description: Mapped[str] = mapped_column(String(200))

    lines: Mapped[list["EntryLine"]] = relationship(lazy="raise")


class EntryLine(TenantOwned, Base):
    __tablename__ = "entry_lines"
    __table_args__ = (
        Index(
            "ix_entry_lines_tenant_id_account_id_entry_id", "tenant_id", "account_id", "entry_id"
        ),
    )

    entry_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("entries.id"), index=True)
    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("accounts.id"))
    amount_minor: Mapped[int] = mapped_column(BigInteger)


class SettlementEvent(TenantOwned, Base):
    __tablename__ = "settlement_events"
    __table_args__ = (UniqueConstraint("tenant_id", "event_id"),)

    event_id: Mapped[str] = mapped_column(String(64))
    entry_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("entries.id"))


class Period(TenantOwned, Base):
    __tablename__ = "periods"
    __table_args__ = (UniqueConstraint("tenant_id", "name"),)

    name: Mapped[str] = mapped_column(String(7))
    status: Mapped[PeriodStatus] = mapped_column(String(20))


class BalanceSnapshot(TenantOwned, Base):
    __tablename__ = "balance_snapshots"
    __table_args__ = (UniqueConstraint("tenant_id", "period", "account_id"),)

    period: Mapped[str] = mapped_column(String(7))
    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("accounts.id"))
    balance_minor: Mapped[int] = mapped_column(BigInteger)
