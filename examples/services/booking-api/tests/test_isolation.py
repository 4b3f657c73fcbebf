"""One organisation never sees or changes rows of another."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from app.domain.models import Slot
from app.infra.org_context import org_session

pytestmark = pytest.mark.postgres

Sessions = async_sessionmaker[AsyncSession]
Orgs = tuple[uuid.UUID, uuid.UUID]


def slot(org_id: uuid.UUID) -> Slot:
    return Slot(org_id=org_id, starts_at=datetime.now(UTC) + timedelta(days=2), capacity=3)


async def test_rows_of_the_other_organisation_are_invisible(
    sessions: Sessions, two_organisations: Orgs
) -> None:
    north, south = two_organisations
    async with org_session(sessions, north) as session:
        session.add(slot(north))
    async with org_session(sessions, south) as session:
        assert await session.scalar(select(func.count()).select_from(Slot)) == 0
    async with org_session(sessions, north) as session:
        assert await session.scalar(select(func.count()).select_from(Slot)) == 1


async def test_rows_for_the_other_organisation_cannot_be_written(
    sessions: Sessions, two_organisations: Orgs
) -> None:
    north, south = two_organisations
    with pytest.raises(DBAPIError, match="row-level security"):
        async with org_session(sessions, south) as session:
            session.add(slot(north))


async def test_updates_do_not_reach_the_other_organisation(
    sessions: Sessions, two_organisations: Orgs
) -> None:
    north, south = two_organisations
    async with org_session(sessions, north) as session:
        session.add(slot(north))
    async with org_session(sessions, south) as session:
        result = await session.execute(update(Slot).values(capacity=99))
        assert result.rowcount == 0


async def test_without_organisation_nothing_is_visible(sessions: Sessions) -> None:
    async with sessions() as session:
        assert await session.scalar(select(func.count()).select_from(Slot)) == 0
