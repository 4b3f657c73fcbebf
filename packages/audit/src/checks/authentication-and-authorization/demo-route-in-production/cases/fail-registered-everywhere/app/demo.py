from fastapi import APIRouter, HTTPException

from app import settings
from app.store import store

router = APIRouter()


@router.post("/seed")
def seed():
    if settings.ENVIRONMENT != "local":
        raise HTTPException(status_code=404)
    store.fill()


@router.delete("/reset")
def reset():
    store.wipe()
