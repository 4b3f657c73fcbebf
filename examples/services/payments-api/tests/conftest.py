import os
from collections.abc import Iterator
from pathlib import Path

import mongomock
import pytest

os.environ.update(
    {
        "ENVIRONMENT": "test",
        "LOG_DIR": "logs-of-tests",
        "MONGO_HOST": "unused",
        "MONGO_USERNAME": "unused",
        "MONGO_PASSWORD": "unused",
        "ADMIN_USERNAME": "root",
        "ADMIN_PASSWORD": "test-admin-pass",
        "ACQUIRER_BASE_URL": "https://acquirer.test",
        "ACQUIRER_API_KEY": "test-key",
        "ACQUIRER_WEBHOOK_SECRET": "test-webhook-secret",
        "TEMPLATE_REPO_HOST": "git.test",
        "TEMPLATE_REPO_PATH": "templates.git",
        "TEMPLATE_REPO_USER": "bot",
        "TEMPLATE_REPO_TOKEN": "test-token",
        "REDIS_URL": "redis://unused",
    }
)

from bunnet import init_bunnet
from fastapi.testclient import TestClient

from payments_api import main
from payments_api.db.models import ALL_DOCUMENTS
from payments_api.db.session import ensure_admin


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    database = mongomock.MongoClient()["payments"]

    def connect_in_memory() -> None:
        init_bunnet(database=database, document_models=ALL_DOCUMENTS)

    monkeypatch.setattr(main, "connect", connect_in_memory)
    monkeypatch.setattr(main, "disconnect", lambda: None)
    with TestClient(main.app) as test_client:
        ensure_admin()
        yield test_client


@pytest.fixture
def token(client: TestClient) -> dict[str, str]:
    client.post("/auth/register", json={"username": "amara", "password": "amara-pass"})
    answer = client.post("/auth/login", json={"username": "amara", "password": "amara-pass"})
    return {"Authorization": f"Bearer {answer.json()['access_token']}"}


@pytest.fixture
def project(client: TestClient, token: dict[str, str]) -> str:
    answer = client.post("/projects", json={"name": "North Shop"}, headers=token)
    return str(answer.json()["project_id"])


@pytest.fixture
def templates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    from payments_api.services.template_service import get_template_service

    monkeypatch.setattr(get_template_service(), "folder", tmp_path)
    return tmp_path
