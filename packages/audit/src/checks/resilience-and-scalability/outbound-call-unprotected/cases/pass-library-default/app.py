import httpx


def rates(url):
    return httpx.get(url).json()
