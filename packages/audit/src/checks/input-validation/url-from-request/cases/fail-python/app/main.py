from urllib.parse import quote

import httpx
import requests
from fastapi import FastAPI
from fastapi.responses import RedirectResponse
from pydantic import BaseModel, HttpUrl

from app.settings import settings

app = FastAPI()


class Hook(BaseModel):
    url: HttpUrl
    retries: int = 3


@app.post("/hooks/test")
async def test_hook(hook: Hook):
    async with httpx.AsyncClient(timeout=5) as client:
        answer = await client.post(str(hook.url), json={"ping": True})
    return {"status": answer.status_code}


@app.get("/preview")
def preview(url: str):
    return requests.get(url, timeout=5).text


@app.get("/rates/{currency}")
def rates(currency: str):
    return requests.get(f"{settings.rates_url}/rates/{quote(currency)}", timeout=5).json()


@app.get("/login/done")
def done(next: str = "/"):
    return RedirectResponse(next)


@app.get("/old/{page}")
def old(page: str):
    return RedirectResponse(f"/pages/{page}")
