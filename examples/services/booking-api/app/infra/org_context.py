"""The organisation of the current request or job. Without one there is no database session."""

import uuid
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from contextvars import ContextVar

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

_current_org: ContextVar[uuid.UUID] = ContextVar("current_org")


@contextmanager
def use_org(org_id: uuid.UUID) -> Iterator[None]:
    token = _current_org.set(org_id)
    try:
        yield
    finally:
        _current_org.reset(token)


def current_org() -> uuid.UUID:
    return _current_org.get()  # LookupError when nobody set one


@asynccontextmanager
async def org_session(
    factory: async_sessionmaker[AsyncSession], org_id: uuid.UUID
) -> AsyncIterator[AsyncSession]:
    """One transaction of one organisation; the setting ends with the transaction."""
    async with factory() as session, session.begin():
        await session.execute(
            text("SELECT set_config('app.org_id', :org_id, true)"), {"org_id": str(org_id)}
        )
        with use_org(org_id):
            yield session
