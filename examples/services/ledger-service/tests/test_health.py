from unittest.mock import patch

import redis
from fastapi.testclient import TestClient
from sqlalchemy.exc import OperationalError

from ledger.main import app


def test_alive_without_sign_in(client: TestClient) -> None:
    answer = client.get("/health/live")
    assert answer.status_code == 200
    assert answer.json() == {"status": "alive"}


def test_ready_when_the_database_answers(client: TestClient) -> None:
    answer = client.get("/health/ready")
    assert answer.status_code == 200
    assert answer.json()["database"] == "ok"


def test_not_ready_without_database(client: TestClient) -> None:
    down = OperationalError("SELECT 1", {}, Exception("connection refused at 10.0.0.7"))
    with patch("ledger.api.health.ping", side_effect=down):
        answer = client.get("/health/ready")
    assert answer.status_code == 503
    assert answer.json()["database"] == "down"
    assert "10.0.0.7" not in answer.text


def test_ready_without_the_rate_limit_store(client: TestClient) -> None:
    with patch.object(app.state.redis, "ping", side_effect=redis.ConnectionError):
        answer = client.get("/health/ready")
    assert answer.status_code == 200
    assert answer.json()["rate_limit_store"] == "down"
