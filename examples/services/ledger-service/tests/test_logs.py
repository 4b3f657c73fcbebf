import json
import logging

import pytest

from ledger.logs import configure_logging, request_id


def last_record(capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    record: dict[str, object] = json.loads(capsys.readouterr().out.splitlines()[-1])
    return record


def test_records_are_json_with_the_request_id(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging("INFO")
    request_id.set("req-1234567")
    logging.getLogger("ledger.test").info("posted", extra={"lines": 2})
    record = last_record(capsys)
    assert record["request_id"] == "req-1234567"
    assert record["lines"] == 2


def test_secrets_and_addresses_are_masked(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging("INFO")
    logging.getLogger("ledger.test").info(
        "mail to %s", "amara@aurora-retail.example", extra={"new_password": "hunter-three"}
    )
    text = json.dumps(last_record(capsys))
    assert "amara@" not in text
    assert "hunter-three" not in text


def test_exception_texts_are_masked(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging("INFO")
    try:
        raise ValueError("Bearer abcdef.123")
    except ValueError:
        logging.getLogger("ledger.test").exception("failed")
    assert "abcdef.123" not in json.dumps(last_record(capsys))
