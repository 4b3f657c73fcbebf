import httpx
import requests
from tenacity import retry

session = requests.Session()
client = httpx.Client()
slow = httpx.Client(timeout=30)


# No time limit at all.
def rates(url):
    return requests.get(url).json()

class Partner:
    def send(self, url):
        return session.post(url, json={})


def quick(url):
    return requests.get(url, timeout=3)


def shared(url, **options):
    options.setdefault("timeout", 5)
    return requests.get(url, **options)

def forever(url):
    return httpx.get(url, timeout=None)


# Without arguments.
@retry
def again(url):
    return client.get(url)


def loop(url):
    # At once again.
    while True:
        try:
            return httpx.get(url, timeout=5).json()
        except httpx.HTTPError:
            continue
