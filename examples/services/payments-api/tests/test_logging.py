import json
import logging
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from payments_api.log_config import setup_logging
from payments_api.middleware import request_id_var
from payments_api.settings import get_settings


@pytest.fixture
def log_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(get_settings(), "log_dir", tmp_path)
    setup_logging()
    return tmp_path / "payments.log"


def test_records_are_json_and_carry_the_request_id(log_file: Path) -> None:
    token = request_id_var.set("r-1")
    logging.getLogger("payments_api.test").info("hello", extra={"payment": "p-1"})
    request_id_var.reset(token)
    record = json.loads(log_file.read_text().splitlines()[-1])
    assert record["request_id"] == "r-1"
    assert record["payment"] == "p-1"
    assert record["level"] == "INFO"


def test_the_request_id_is_echoed(client: TestClient) -> None:
    answer = client.get("/statements/templates", headers={"X-Request-ID": "abc"})
    assert answer.headers["X-Request-ID"] == "abc"


def test_a_request_id_is_made_up_when_missing(client: TestClient) -> None:
    assert len(client.get("/statements/templates").headers["X-Request-ID"]) == 36
