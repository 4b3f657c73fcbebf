"""The engine with bounds, sessions per request, and a patient first connection."""

import logging
import time
from collections.abc import Iterator
from typing import Annotated

from fastapi import Depends, Request
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session, sessionmaker

from ledger.settings import Settings

log = logging.getLogger(__name__)

START_ATTEMPTS = 6


def create_db_engine(settings: Settings) -> Engine:
    return create_engine(
        settings.database_url.get_secret_value(),
        pool_size=settings.database_pool_size,
        max_overflow=settings.database_max_overflow,
        pool_timeout=settings.database_pool_timeout_seconds,
        pool_recycle=1_800,
        pool_pre_ping=True,
        connect_args={
            "connect_timeout": 5,
            "options": f"-c statement_timeout={settings.database_statement_timeout_ms}",
        },
    )


def ping(engine: Engine) -> None:
    with engine.connect() as connection:
        connection.execute(text("SELECT 1"))


def wait_for_database(engine: Engine) -> None:
    """Returns when the database answers; raises after the last attempt, so the start fails."""
    for attempt in range(1, START_ATTEMPTS + 1):
        try:
            ping(engine)
            return
        except OperationalError:
            log.warning("database does not answer", extra={"attempt": attempt})
            if attempt == START_ATTEMPTS:
                raise
            time.sleep(min(2**attempt, 15))


def get_session(request: Request) -> Iterator[Session]:
    """One transaction a request: committed when the handler returns, else rolled back."""
    factory: sessionmaker[Session] = request.app.state.session_factory
    with factory() as session:
        yield session
        session.commit()


# Scope "function": the commit happens before the answer leaves, not after.
DbSession = Annotated[Session, Depends(get_session, scope="function")]
