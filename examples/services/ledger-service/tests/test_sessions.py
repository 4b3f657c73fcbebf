import uuid
from collections.abc import Callable

from fastapi.testclient import TestClient

SignIn = Callable[[uuid.UUID, str], dict[str, str]]


def attempt(client: TestClient, tenant: uuid.UUID, password: str) -> int:
    return client.post(
        "/v1/sessions",
        json={
            "tenant_id": str(tenant),
            "email": "viewer@north-shop.example",
            "password": password,
        },
    ).status_code


def test_wrong_password_and_unknown_account_look_alike(
    client: TestClient, tenant_a: uuid.UUID
) -> None:
    wrong = client.post(
        "/v1/sessions",
        json={"tenant_id": str(tenant_a), "email": "viewer@north-shop.example", "password": "no"},
    )
    unknown = client.post(
        "/v1/sessions",
        json={"tenant_id": str(tenant_a), "email": "nobody@north-shop.example", "password": "no"},
    )
    assert wrong.status_code == unknown.status_code == 401
    assert wrong.json()["title"] == unknown.json()["title"]


def test_sign_in_is_limited(client: TestClient, tenant_a: uuid.UUID) -> None:
    codes = [attempt(client, tenant_a, "wrong") for _ in range(6)]
    assert codes[:5] == [401] * 5
    assert codes[5] == 429


def test_signing_out_ends_the_session(
    client: TestClient, tenant_a: uuid.UUID, sign_in: SignIn
) -> None:
    headers = sign_in(tenant_a, "viewer@north-shop")
    assert client.get("/v1/accounts", headers=headers).status_code == 200
    assert client.delete("/v1/sessions/current", headers=headers).status_code == 204
    assert client.get("/v1/accounts", headers=headers).status_code == 401


def test_viewer_cannot_write(client: TestClient, tenant_a: uuid.UUID, sign_in: SignIn) -> None:
    headers = sign_in(tenant_a, "viewer@north-shop")
    answer = client.post("/v1/accounts", json={"name": "x", "currency": "EUR"}, headers=headers)
    assert answer.status_code == 403


def test_short_passwords_are_refused(
    client: TestClient, tenant_a: uuid.UUID, sign_in: SignIn
) -> None:
    headers = sign_in(tenant_a, "admin@north-shop")
    answer = client.post(
        "/v1/operators",
        json={"email": "short@north-shop.example", "password": "short", "role": "viewer"},
        headers=headers,
    )
    assert answer.status_code == 422
    assert 'short"' not in answer.text
