"""Runs the migrations with the settings of the service."""

from alembic import context

from ledger.db import create_db_engine
from ledger.models import Base
from ledger.settings import get_settings


def run() -> None:
    engine = create_db_engine(get_settings())
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            transaction_per_migration=True,
            compare_type=True,
        )
        with context.begin_transaction():
            context.run_migrations()
    engine.dispose()


if context.is_offline_mode():
    raise SystemExit("Migrations need a database.")
run()
