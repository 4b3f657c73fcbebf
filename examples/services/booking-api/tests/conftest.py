import os
import uuid
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

PRIVATE_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
PUBLIC_PEM = (
    PRIVATE_KEY.public_key()
    .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    .decode()
)

os.environ.update(
    {
        "BOOKING_DATABASE_URL": os.environ.get(
            "TEST_DATABASE_URL", "postgresql+asyncpg://booking_app@localhost/booking"
        ),
        "BOOKING_REDIS_URL": "memory://",
        "BOOKING_CORS_ORIGINS": "https://shop.aurora-retail.example",
        "BOOKING_IDENTITY_PUBLIC_KEY": PUBLIC_PEM,
        "BOOKING_METRICS_TOKEN": "m" * 32,
        "BOOKING_MAIL_API_KEY": "k" * 32,
        "BOOKING_SENTRY_DSN": "",
        "BOOKING_OTLP_ENDPOINT": "http://localhost:4318",
    }
)

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine

from app.infra.db import create_engine
from app.settings import get_settings


@pytest.fixture
def token() -> Callable[..., dict[str, str]]:
    def make(org_id: uuid.UUID, shopper: str = "shopper-1") -> dict[str, str]:
        claims = {
            "sub": shopper,
            "org_id": str(org_id),
            "aud": "booking-api",
            "iss": "https://identity.aurora-retail.example",
            "exp": datetime.now(UTC) + timedelta(minutes=5),
        }
        return {"Authorization": f"Bearer {jwt.encode(claims, PRIVATE_KEY, 'RS256')}"}

    return make


@pytest.fixture
async def sessions() -> AsyncIterator[async_sessionmaker[AsyncSession]]:
    engine = create_engine(get_settings())
    yield async_sessionmaker(engine, expire_on_commit=False)
    await engine.dispose()


@pytest.fixture
async def two_organisations() -> AsyncIterator[tuple[uuid.UUID, uuid.UUID]]:
    """Made by the owner of the tables; the application may only read organisations."""
    owner = create_async_engine(os.environ["MIGRATION_DATABASE_URL"])
    north, south = uuid.uuid4(), uuid.uuid4()
    async with owner.begin() as connection:
        for org_id in (north, south):
            await connection.execute(
                text("INSERT INTO organisations (id, name) VALUES (:id, :name)"),
                {"id": org_id, "name": org_id.hex},
            )
    yield north, south
    await owner.dispose()
