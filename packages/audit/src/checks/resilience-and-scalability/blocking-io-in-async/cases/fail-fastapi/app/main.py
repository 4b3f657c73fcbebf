import requests
from fastapi import Depends, FastAPI
from sqlalchemy import text
from sqlalchemy.orm import Session

from app.convert import convert
from app.db import get_db

app = FastAPI()


@app.get("/rates")
async def rates():
    return requests.get("https://rates.internal", timeout=3).json()


@app.get("/orders")
async def orders(db: Session = Depends(get_db)):
    # The loop waits for the database.
    return db.execute(text("SELECT 1")).all()


@app.post("/convert")
async def start():
    convert("a.png")
    return {"ok": True}


@app.get("/plain")
def plain():
    return requests.get("https://rates.internal", timeout=3).json()


@app.get("/ok")
async def ok():
    return {"ok": True}
