import asyncio
import time

import httpx
import requests
from fastapi import FastAPI
from fastapi.concurrency import run_in_threadpool

app = FastAPI()


def load():
    return requests.get("https://rates.internal", timeout=3).json()


@app.get("/rates")
async def rates():
    return await run_in_threadpool(load)


@app.get("/again")
async def again():
    loop = asyncio.get_running_loop()
    await asyncio.sleep(1)
    return await loop.run_in_executor(None, lambda: time.sleep(1))


@app.get("/client")
async def client():
    async with httpx.AsyncClient(timeout=5) as http:
        return (await http.get("https://rates.internal")).json()


# Runs in the pool of threads.
@app.get("/plain")
def plain():
    time.sleep(1)
    return load()
