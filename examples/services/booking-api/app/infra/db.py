import asyncio

import structlog
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from app.settings import Settings

log = structlog.get_logger(__name__)


def create_engine(settings: Settings) -> AsyncEngine:
    return create_async_engine(
        settings.database_url.get_secret_value(),
        pool_size=settings.database_pool_size,
        max_overflow=settings.database_max_overflow,
        pool_timeout=5,
        pool_pre_ping=True,
        connect_args={
            "timeout": 5,
            "command_timeout": 10,
            "server_settings": {"statement_timeout": "10000"},
        },
    )


async def ping(engine: AsyncEngine) -> None:
    async with engine.connect() as connection:
        await connection.execute(text("SELECT 1"))


async def wait_for_database(engine: AsyncEngine, attempts: int = 5) -> None:
    for attempt in range(1, attempts + 1):
        try:
            await ping(engine)
            return
        except (OSError, DBAPIError):
            log.warning("database does not answer", attempt=attempt)
            if attempt == attempts:
                raise
            await asyncio.sleep(2 * attempt)
