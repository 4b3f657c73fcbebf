import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from fastapi.testclient import TestClient
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from app.domain.models import Slot
from app.infra.org_context import org_session
from app.main import app

pytestmark = pytest.mark.postgres

Token = Callable[..., dict[str, str]]


@pytest.fixture
def client() -> Iterator[TestClient]:
    with TestClient(app) as test_client:
        yield test_client


@pytest.fixture
async def last_place(
    two_organisations: tuple[uuid.UUID, uuid.UUID], sessions: async_sessionmaker[AsyncSession]
) -> tuple[uuid.UUID, uuid.UUID]:
    org_id = two_organisations[0]
    place = Slot(
        id=uuid.uuid4(),
        org_id=org_id,
        starts_at=datetime.now(UTC) + timedelta(days=1),
        capacity=1,
    )
    async with org_session(sessions, org_id) as session:
        session.add(place)
    return org_id, place.id


def test_the_last_place_is_given_once(
    client: TestClient, token: Token, last_place: tuple[uuid.UUID, uuid.UUID]
) -> None:
    org_id, slot_id = last_place
    body = {"slot_id": str(slot_id)}
    first = client.post("/v1/bookings", json=body, headers=token(org_id, "a"))
    second = client.post("/v1/bookings", json=body, headers=token(org_id, "b"))
    assert first.status_code == 201
    assert second.status_code == 409
    assert second.headers["content-type"] == "application/problem+json"


def test_a_cancelled_place_is_free_again(
    client: TestClient, token: Token, last_place: tuple[uuid.UUID, uuid.UUID]
) -> None:
    org_id, slot_id = last_place
    body = {"slot_id": str(slot_id)}
    booking = client.post("/v1/bookings", json=body, headers=token(org_id, "a")).json()
    path = f"/v1/bookings/{booking['id']}"
    assert client.delete(path, headers=token(org_id, "b")).status_code == 404
    assert client.delete(path, headers=token(org_id, "a")).status_code == 204
    assert client.post("/v1/bookings", json=body, headers=token(org_id, "b")).status_code == 201


def test_photos_must_be_photos(
    client: TestClient, token: Token, last_place: tuple[uuid.UUID, uuid.UUID]
) -> None:
    org_id, slot_id = last_place
    headers = token(org_id, "a")
    booking = client.post("/v1/bookings", json={"slot_id": str(slot_id)}, headers=headers).json()
    answer = client.post(
        f"/v1/bookings/{booking['id']}/photos",
        files={"file": ("door.png", b"no picture at all", "image/png")},
        headers=headers,
    )
    assert answer.status_code == 415
