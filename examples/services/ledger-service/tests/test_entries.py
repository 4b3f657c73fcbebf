import hashlib
import hmac
import json
import uuid
from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient

SignIn = Callable[[uuid.UUID, str], dict[str, str]]


@pytest.fixture
def books(
    client: TestClient, tenant_a: uuid.UUID, sign_in: SignIn
) -> tuple[dict[str, str], str, str]:
    headers = sign_in(tenant_a, "bookkeeper@north-shop")
    ids = [
        client.post("/v1/accounts", json={"name": name, "currency": "EUR"}, headers=headers).json()[
            "id"
        ]
        for name in ("Bank", "Revenue")
    ]
    return headers, ids[0], ids[1]


def entry(bank: str, revenue: str, debit: int = 1999, credit: int = -1999) -> dict[str, object]:
    return {
        "period": "2026-03",
        "description": "Order 4711",
        "lines": [
            {"account_id": bank, "amount_minor": debit},
            {"account_id": revenue, "amount_minor": credit},
        ],
    }


def test_an_unbalanced_entry_is_refused(
    client: TestClient, books: tuple[dict[str, str], str, str]
) -> None:
    headers, bank, revenue = books
    answer = client.post(
        "/v1/entries",
        json=entry(bank, revenue, credit=-1998),
        headers={**headers, "Idempotency-Key": "order-4711"},
    )
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"]


def test_the_same_key_posts_once(
    client: TestClient, books: tuple[dict[str, str], str, str]
) -> None:
    headers, bank, revenue = books
    keyed = {**headers, "Idempotency-Key": "order-4711"}
    first = client.post("/v1/entries", json=entry(bank, revenue), headers=keyed)
    second = client.post("/v1/entries", json=entry(bank, revenue), headers=keyed)
    assert first.json()["id"] == second.json()["id"]
    assert len(client.get("/v1/entries", headers=headers).json()["items"]) == 1


def test_pages_end(client: TestClient, books: tuple[dict[str, str], str, str]) -> None:
    headers, bank, revenue = books
    for number in range(3):
        client.post(
            "/v1/entries",
            json=entry(bank, revenue),
            headers={**headers, "Idempotency-Key": f"order-000{number}"},
        )
    first = client.get("/v1/entries?limit=2", headers=headers).json()
    rest = client.get(f"/v1/entries?limit=2&after={first['next_after']}", headers=headers).json()
    assert len(first["items"]) == 2
    assert len(rest["items"]) == 1
    assert rest["next_after"] is None


def signed(body: bytes) -> dict[str, str]:
    return {"X-Settlement-Signature": hmac.new(b"w" * 40, body, hashlib.sha256).hexdigest()}


def test_a_wrong_signature_changes_nothing(client: TestClient, tenant_a: uuid.UUID) -> None:
    answer = client.post(
        "/v1/webhooks/settlements", content=b"{}", headers={"X-Settlement-Signature": "0" * 64}
    )
    assert answer.status_code == 401


def test_a_repeated_event_is_applied_once(
    client: TestClient, tenant_a: uuid.UUID, sign_in: SignIn
) -> None:
    headers = sign_in(tenant_a, "bookkeeper@north-shop")
    bank, clearing = (
        client.post("/v1/accounts", json={"name": name, "currency": "EUR"}, headers=headers).json()[
            "id"
        ]
        for name in ("Bank", "Clearing")
    )
    body = json.dumps(
        {
            "event_id": "settle-2026-03-31",
            "tenant_id": str(tenant_a),
            "period": "2026-03",
            "bank_account_id": bank,
            "clearing_account_id": clearing,
            "amount_minor": 125_000,
        }
    ).encode()
    for _ in range(2):
        answer = client.post("/v1/webhooks/settlements", content=body, headers=signed(body))
        assert answer.status_code == 200
    assert len(client.get("/v1/entries", headers=headers).json()["items"]) == 1
