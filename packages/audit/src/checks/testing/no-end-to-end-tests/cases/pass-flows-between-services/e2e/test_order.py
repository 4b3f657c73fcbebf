import httpx


def test_order():
    assert httpx.get("http://orders:8000/v1/items").status_code == 200
