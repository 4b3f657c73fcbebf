from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import create_engine
from sqlalchemy.orm import Session
from sqlalchemy.pool import StaticPool

from app.core.config import settings
from app.core.db import get_db
from app.main import app
from app.models import Base


@pytest.fixture
def db() -> Iterator[Session]:
    engine = create_engine(
        "sqlite://", connect_args={"check_same_thread": False}, poolclass=StaticPool
    )
    Base.metadata.create_all(engine)
    with Session(engine, expire_on_commit=False) as session:
        yield session


@pytest.fixture
def client(db: Session) -> Iterator[TestClient]:
    app.dependency_overrides[get_db] = lambda: db
    yield TestClient(app)
    app.dependency_overrides.clear()


@pytest.fixture
def admin() -> dict[str, str]:
    return {"X-Admin-Key": settings.ADMIN_API_KEY}


@pytest.fixture
def team(client: TestClient, admin: dict[str, str]) -> dict[str, str]:
    answer = client.post("/api/v1/admin/teams", json={"name": "storefront"}, headers=admin)
    return {"X-API-Key": answer.json()["key"]}
