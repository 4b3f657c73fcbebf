"""A real PostgreSQL that is emptied before each test, and two merchants."""

import os
import uuid
from collections.abc import Callable, Iterator

import pytest
from pydantic import SecretStr

os.environ.setdefault("LEDGER_ENVIRONMENT", "test")
os.environ.setdefault(
    "LEDGER_DATABASE_URL", "postgresql+psycopg://ledger_test@localhost:55432/ledger_test"
)
os.environ.setdefault("LEDGER_REDIS_URL", "redis://localhost:56379/0")
os.environ.setdefault("LEDGER_CORS_ORIGINS", "https://finance.aurora-retail.example")
os.environ.setdefault("LEDGER_TOKEN_SECRET", "t" * 40)
os.environ.setdefault("LEDGER_WEBHOOK_SECRET", "w" * 40)
os.environ.setdefault("LEDGER_METRICS_TOKEN", "m" * 40)
os.environ.setdefault("LEDGER_SENTRY_DSN", "")
os.environ.setdefault("LEDGER_OTLP_ENDPOINT", "http://localhost:4318")

from fastapi.testclient import TestClient
from sqlalchemy.orm import Session

from ledger.main import app
from ledger.models import Base, Role, Tenant
from ledger.operators import create_operator
from ledger.schemas import NewOperator
from ledger.tenancy import TenantScope

PASSWORD = "correct horse battery"

Caller = Callable[..., TestClient]


@pytest.fixture(scope="session")
def running_app() -> Iterator[TestClient]:
    with TestClient(app) as client:
        Base.metadata.create_all(app.state.engine)
        yield client
        Base.metadata.drop_all(app.state.engine)


@pytest.fixture
def client(running_app: TestClient) -> TestClient:
    app.state.limiter.reset()
    with app.state.engine.begin() as connection:
        for table in reversed(Base.metadata.sorted_tables):
            connection.execute(table.delete())
    return running_app


def make_tenant(name: str) -> uuid.UUID:
    with Session(app.state.engine) as session, session.begin():
        tenant = Tenant(name=name)
        session.add(tenant)
        session.flush()
        for role in Role:
            create_operator(
                TenantScope(session, tenant.id),
                NewOperator(
                    email=f"{role}@{name}.example", password=SecretStr(PASSWORD), role=role
                ),
            )
        return tenant.id


@pytest.fixture
def tenant_a(client: TestClient) -> uuid.UUID:
    return make_tenant("north-shop")


@pytest.fixture
def tenant_b(client: TestClient) -> uuid.UUID:
    return make_tenant("south-shop")


@pytest.fixture
def sign_in(client: TestClient) -> Callable[[uuid.UUID, str], dict[str, str]]:
    """Returns the headers of a signed-in operator, e.g. `sign_in(tenant_a, "admin@north-shop")`."""

    def do(tenant: uuid.UUID, account: str) -> dict[str, str]:
        answer = client.post(
            "/v1/sessions",
            json={"tenant_id": str(tenant), "email": f"{account}.example", "password": PASSWORD},
        )
        assert answer.status_code == 201, answer.text
        return {"Authorization": f"Bearer {answer.json()['access_token']}"}

    return do
