import json
import logging
import uuid
from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient

from app.infra.logging import configure_logging
from app.main import app

client = TestClient(app)


def test_alive_without_database() -> None:
    assert client.get("/healthz").json() == {"status": "ok"}


def test_headers_for_browsers() -> None:
    headers = client.get("/healthz").headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert "max-age" in headers["Strict-Transport-Security"]


def test_metrics_need_the_token() -> None:
    assert client.get("/metrics").status_code == 401
    answer = client.get("/metrics", headers={"Authorization": "Bearer " + "m" * 32})
    assert "booking_requests_total" in answer.text


def test_everything_else_needs_a_caller() -> None:
    answer = client.get("/v1/bookings")
    assert answer.status_code == 401
    assert answer.json()["request_id"] == answer.headers["X-Request-ID"]


def test_a_token_for_somebody_else_is_refused(token: Callable[..., dict[str, str]]) -> None:
    header = token(uuid.uuid4())["Authorization"]
    assert client.get("/v1/bookings", headers={"Authorization": header[:-4]}).status_code == 401


def test_logs_are_json_without_personal_data(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging("INFO")
    logging.getLogger("library").info("mail to hanna@aurora-retail.example failed")
    record = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert record["event"] == "mail to [email] failed"
    assert record["level"] == "info"
