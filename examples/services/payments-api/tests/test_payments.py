import httpx
import pytest
from fastapi.testclient import TestClient


@pytest.fixture(autouse=True)
def acquirer(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    calls: list[str] = []

    def post(url: str, **_: object) -> httpx.Response:
        calls.append(url)
        return httpx.Response(200, request=httpx.Request("POST", url))

    monkeypatch.setattr(httpx, "post", post)
    return calls


def create(client: TestClient, token: dict[str, str], project: str, reference: str) -> str:
    answer = client.post(
        f"/projects/{project}/payments",
        json={"amount_minor": 4990, "currency": "EUR", "reference": reference},
        headers=token,
    )
    assert answer.status_code == 201
    return str(answer.json()["public_id"])


def test_the_same_reference_is_the_same_payment(
    client: TestClient, token: dict[str, str], project: str
) -> None:
    assert create(client, token, project, "o-1") == create(client, token, project, "o-1")


def test_capture_asks_the_acquirer(
    client: TestClient, token: dict[str, str], project: str, acquirer: list[str]
) -> None:
    payment = create(client, token, project, "o-1")
    answer = client.post(f"/projects/{project}/payments/{payment}/capture", headers=token)
    assert answer.json()["status"] == "captured"
    assert acquirer == [f"https://acquirer.test/payments/{payment}/capture"]


def test_nothing_is_captured_twice(client: TestClient, token: dict[str, str], project: str) -> None:
    payment = create(client, token, project, "o-1")
    path = f"/projects/{project}/payments/{payment}/capture"
    client.post(path, headers=token)
    assert client.post(path, headers=token).status_code == 409


def test_newest_payments_come_first(
    client: TestClient, token: dict[str, str], project: str
) -> None:
    for number in range(3):
        create(client, token, project, f"o-{number}")
    page = client.get(f"/projects/{project}/payments?limit=2", headers=token).json()
    assert [payment["reference"] for payment in page] == ["o-2", "o-1"]


@pytest.mark.parametrize("amount", [0, -1, 100_000_001])
def test_amounts_have_limits(
    client: TestClient, token: dict[str, str], project: str, amount: int
) -> None:
    answer = client.post(
        f"/projects/{project}/payments",
        json={"amount_minor": amount, "currency": "EUR", "reference": "o-1"},
        headers=token,
    )
    assert answer.status_code == 422


def test_refunds_stop_at_the_amount(
    client: TestClient, token: dict[str, str], project: str
) -> None:
    payment = create(client, token, project, "o-1")
    client.post(f"/projects/{project}/payments/{payment}/capture", headers=token)
    body = {"payment_id": payment, "amount_minor": 4000}
    refunds = f"/projects/{project}/refunds"
    assert client.post(refunds, json=body, headers=token).status_code == 201
    assert client.post(refunds, json=body, headers=token).status_code == 409
    assert len(client.get(refunds, headers=token).json()) == 1
