import hashlib
import hmac
import json

from fastapi.testclient import TestClient


def signed(body: bytes) -> dict[str, str]:
    digest = hmac.new(b"test-webhook-secret", body, hashlib.sha256).hexdigest()
    return {"X-Acquirer-Signature": digest}


def test_unsigned_events_are_refused(client: TestClient) -> None:
    answer = client.post(
        "/webhooks/acquirer", content=b"{}", headers={"X-Acquirer-Signature": "00"}
    )
    assert answer.status_code == 401


def test_an_outcome_changes_the_payment(
    client: TestClient, token: dict[str, str], project: str
) -> None:
    payment = client.post(
        f"/projects/{project}/payments",
        json={"amount_minor": 100, "currency": "EUR", "reference": "o-9"},
        headers=token,
    ).json()["public_id"]
    body = json.dumps(
        {"event_id": "evt-00000001", "payment_id": payment, "outcome": "failed"}
    ).encode()
    assert client.post("/webhooks/acquirer", content=body, headers=signed(body)).is_success
    answer = client.get(f"/projects/{project}/payments/{payment}", headers=token)
    assert answer.json()["status"] == "failed"
