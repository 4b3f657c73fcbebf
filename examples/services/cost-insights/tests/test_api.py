from datetime import date, timedelta
from decimal import Decimal

from fastapi.testclient import TestClient

from app.schemas import DailyTotal
from app.services.rollup import mark_unusual


def test_health(client: TestClient) -> None:
    assert client.get("/health").json() == {"status": "ok"}
    assert client.get("/health/db").json() == {"status": "ok"}


def test_admin_routes_need_the_key(client: TestClient) -> None:
    assert client.post("/api/v1/admin/teams", json={"name": "x"}).status_code == 401
    wrong = {"X-Admin-Key": "wrong"}
    assert client.post("/api/v1/admin/teams", json={"name": "xx"}, headers=wrong).status_code == 403


def test_costs_are_stored_and_listed(client: TestClient, team: dict[str, str]) -> None:
    body = [{"day": str(date.today()), "product": "compute", "amount": "12.50"}]
    assert client.post("/api/v1/costs", json=body, headers=team).json() == {"inserted": 1}
    listed = client.get("/api/v1/costs", headers=team).json()
    assert listed[0]["product"] == "compute"


def test_share_link_shows_the_daily_totals(client: TestClient, team: dict[str, str]) -> None:
    token = client.post("/api/v1/costs/share", headers=team).json()["token"]
    assert client.get(f"/api/v1/costs/shared/{token}").status_code == 200
    assert client.get("/api/v1/costs/shared/nonsense").status_code == 404


def test_a_revoked_key_is_refused(
    client: TestClient, team: dict[str, str], admin: dict[str, str]
) -> None:
    prefix = team["X-API-Key"][:8]
    assert client.delete(f"/api/v1/admin/keys/{prefix}", headers=admin).status_code == 204
    assert client.get("/api/v1/costs", headers=team).status_code == 401


def test_unusual_days_are_marked() -> None:
    start = date(2026, 3, 1)
    totals = [
        DailyTotal(day=start + timedelta(days=n), total=Decimal(100 + n)) for n in range(9)
    ] + [DailyTotal(day=start + timedelta(days=9), total=Decimal(900))]
    mark_unusual(totals)
    assert [total.unusual for total in totals] == [False] * 9 + [True]
