import os
import ssl

import httpx
import requests

requests.get(url, verify=False)
client = httpx.Client(verify=False, timeout=3)
context = ssl._create_unverified_context()
if os.getenv("ENV") == "development":
    requests.post(url, verify=False)
jwt.decode(token, verify=False)
