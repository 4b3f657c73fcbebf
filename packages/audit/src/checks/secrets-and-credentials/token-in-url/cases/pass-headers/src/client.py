import httpx


def fetch(url, token):
    return httpx.get(url, headers={"Authorization": f"Bearer {token}"}, timeout=5)
