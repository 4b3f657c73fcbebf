from fastapi.testclient import TestClient


def test_login_gives_a_token(client: TestClient) -> None:
    client.post("/auth/register", json={"username": "lennart", "password": "lennart-pass"})
    answer = client.post("/auth/login", json={"username": "lennart", "password": "lennart-pass"})
    assert answer.status_code == 200
    assert len(answer.json()["access_token"]) >= 40


def test_wrong_password_is_refused(client: TestClient) -> None:
    client.post("/auth/register", json={"username": "lennart", "password": "lennart-pass"})
    answer = client.post("/auth/login", json={"username": "lennart", "password": "nope"})
    assert answer.status_code == 401


def test_a_username_is_taken_once(client: TestClient) -> None:
    body = {"username": "lennart", "password": "lennart-pass"}
    assert client.post("/auth/register", json=body).status_code == 201
    assert client.post("/auth/register", json=body).status_code == 409


def test_logout_ends_the_token(client: TestClient, token: dict[str, str]) -> None:
    assert client.get("/projects", headers=token).status_code == 200
    assert client.post("/auth/logout", headers=token).status_code == 204
    assert client.get("/projects", headers=token).status_code == 401


def test_change_of_password_needs_the_current_one(
    client: TestClient, token: dict[str, str]
) -> None:
    body = {"current_password": "wrong", "new_password": "another-pass"}
    assert client.post("/auth/change-password", json=body, headers=token).status_code == 400


def test_the_first_administrator_can_log_in(client: TestClient) -> None:
    answer = client.post("/auth/login", json={"username": "root", "password": "test-admin-pass"})
    assert answer.status_code == 200
