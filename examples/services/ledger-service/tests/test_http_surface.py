"""Headers, cache rules, size limit, metrics: what every answer has in common."""

import uuid
from collections.abc import Callable

from fastapi.testclient import TestClient

SignIn = Callable[[uuid.UUID, str], dict[str, str]]


def test_security_headers_are_everywhere(client: TestClient) -> None:
    for path in ("/health/live", "/v1/accounts", "/nowhere"):
        headers = client.get(path).headers
        assert headers["Strict-Transport-Security"].startswith("max-age=")
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY"


def test_only_the_console_may_call_from_a_browser(client: TestClient) -> None:
    known = client.get("/health/live", headers={"Origin": "https://finance.aurora-retail.example"})
    other = client.get("/health/live", headers={"Origin": "https://evil.example"})
    assert known.headers["access-control-allow-origin"] == "https://finance.aurora-retail.example"
    assert "access-control-allow-origin" not in other.headers


def test_unchanged_answers_are_not_sent_again(
    client: TestClient, tenant_a: uuid.UUID, sign_in: SignIn
) -> None:
    headers = sign_in(tenant_a, "viewer@north-shop")
    first = client.get("/v1/accounts", headers=headers)
    again = client.get("/v1/accounts", headers={**headers, "If-None-Match": first.headers["ETag"]})
    assert first.headers["Cache-Control"] == "private, no-cache"
    assert again.status_code == 304
    assert again.content == b""


def test_large_bodies_are_refused(client: TestClient) -> None:
    answer = client.post("/v1/sessions", content=b"x" * 300_000)
    assert answer.status_code == 413


def test_request_id_is_echoed_when_it_is_harmless(client: TestClient) -> None:
    echoed = client.get("/health/live", headers={"X-Request-ID": "abc-12345678"})
    replaced = client.get("/health/live", headers={"X-Request-ID": "a b\tc"})
    assert echoed.headers["X-Request-ID"] == "abc-12345678"
    assert replaced.headers["X-Request-ID"] != "a b\tc"


def test_metrics_need_the_token(client: TestClient) -> None:
    assert client.get("/metrics").status_code == 401
    answer = client.get("/metrics", headers={"Authorization": "Bearer " + "m" * 40})
    assert answer.status_code == 200
    assert "http_request_duration_seconds" in answer.text
