"""Tenants, operators, accounts, entries, settlements.

Revises: nothing, this is the root
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

CREATED_AT = sa.text("now()")


def owned(name: str, *columns: sa.schema.SchemaItem) -> None:
    op.create_table(
        name,
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("tenant_id", sa.Uuid(), sa.ForeignKey("tenants.id"), nullable=False),
        sa.Column(
            "created_at", sa.DateTime(timezone=True), server_default=CREATED_AT, nullable=False
        ),
        *columns,
    )


def upgrade() -> None:
    op.create_table(
        "tenants",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("name", sa.String(120), nullable=False, unique=True),
    )
    owned(
        "operators",
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("password_hash", sa.String(255), nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("failed_attempts", sa.Integer(), nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True)),
        sa.UniqueConstraint("tenant_id", "email"),
    )
    owned(
        "operator_sessions",
        sa.Column("operator_id", sa.Uuid(), sa.ForeignKey("operators.id"), nullable=False),
        sa.Column("token_digest", sa.String(64), nullable=False, unique=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True)),
    )
    owned(
        "accounts",
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.UniqueConstraint("tenant_id", "name"),
    )
    owned(
        "entries",
        sa.Column("idempotency_key", sa.String(64), nullable=False),
        sa.Column("period", sa.String(7), nullable=False),
        sa.Column("description", sa.String(200), nullable=False),
        sa.UniqueConstraint("tenant_id", "idempotency_key"),
    )
    owned(
        "entry_lines",
        sa.Column("entry_id", sa.Uuid(), sa.ForeignKey("entries.id"), nullable=False),
        sa.Column("account_id", sa.Uuid(), sa.ForeignKey("accounts.id"), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
    )
    owned(
        "settlement_events",
        sa.Column("event_id", sa.String(64), nullable=False),
        sa.Column("entry_id", sa.Uuid(), sa.ForeignKey("entries.id"), nullable=False),
        sa.UniqueConstraint("tenant_id", "event_id"),
    )
    op.create_index("ix_operator_sessions_operator_id", "operator_sessions", ["operator_id"])
    op.create_index("ix_operator_sessions_expires_at", "operator_sessions", ["expires_at"])
    op.create_index("ix_accounts_tenant_id_id", "accounts", ["tenant_id", "id"])
    op.create_index("ix_entries_tenant_id_id", "entries", ["tenant_id", "id"])
    op.create_index("ix_entry_lines_entry_id", "entry_lines", ["entry_id"])
    op.create_index(
        "ix_entry_lines_tenant_id_account_id_entry_id",
        "entry_lines",
        ["tenant_id", "account_id", "entry_id"],
    )


def downgrade() -> None:
    for table in (
        "settlement_events",
        "entry_lines",
        "entries",
        "accounts",
        "operator_sessions",
        "operators",
        "tenants",
    ):
        op.drop_table(table)
