"""What belongs to one merchant is invisible to the other."""

import uuid
from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient

SignIn = Callable[[uuid.UUID, str], dict[str, str]]


@pytest.fixture
def north(tenant_a: uuid.UUID, sign_in: SignIn) -> dict[str, str]:
    return sign_in(tenant_a, "admin@north-shop")


@pytest.fixture
def south(tenant_b: uuid.UUID, sign_in: SignIn) -> dict[str, str]:
    return sign_in(tenant_b, "admin@south-shop")


def open_account(client: TestClient, headers: dict[str, str], name: str) -> str:
    answer = client.post("/v1/accounts", json={"name": name, "currency": "EUR"}, headers=headers)
    assert answer.status_code == 201
    return str(answer.json()["id"])


def test_account_of_the_other_tenant_is_not_found(
    client: TestClient, north: dict[str, str], south: dict[str, str]
) -> None:
    account = open_account(client, north, "Bank")
    assert client.get(f"/v1/accounts/{account}", headers=north).status_code == 200
    assert client.get(f"/v1/accounts/{account}", headers=south).status_code == 404


def test_lists_show_own_rows_only(
    client: TestClient, north: dict[str, str], south: dict[str, str]
) -> None:
    open_account(client, north, "Bank")
    assert client.get("/v1/accounts", headers=south).json()["items"] == []


def test_posting_to_a_foreign_account_is_refused(
    client: TestClient, north: dict[str, str], south: dict[str, str]
) -> None:
    foreign = open_account(client, north, "Bank")
    own = open_account(client, south, "Bank")
    answer = client.post(
        "/v1/entries",
        json={
            "period": "2026-03",
            "description": "Across the border",
            "lines": [
                {"account_id": foreign, "amount_minor": 100},
                {"account_id": own, "amount_minor": -100},
            ],
        },
        headers={**south, "Idempotency-Key": "across-the-border"},
    )
    assert answer.status_code == 422
    assert client.get("/v1/entries", headers=north).json()["items"] == []


def test_operator_of_the_other_tenant_cannot_be_deactivated(
    client: TestClient, north: dict[str, str], south: dict[str, str]
) -> None:
    created = client.post(
        "/v1/operators",
        json={"email": "new@north-shop.example", "password": "twelve or more", "role": "viewer"},
        headers=north,
    )
    operator = created.json()["id"]
    assert client.delete(f"/v1/operators/{operator}", headers=south).status_code == 404
    assert client.delete(f"/v1/operators/{operator}", headers=north).status_code == 204
