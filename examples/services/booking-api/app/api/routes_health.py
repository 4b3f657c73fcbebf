from fastapi import APIRouter, HTTPException, Request
from sqlalchemy.exc import DBAPIError

from app.infra.db import ping

router = APIRouter()


@router.get("/healthz")
async def healthz() -> dict[str, str]:
    return {"status": "ok"}


@router.get("/readyz")
async def readyz(request: Request) -> dict[str, str]:
    try:
        await ping(request.app.state.engine)
    except (OSError, DBAPIError):
        raise HTTPException(503, "The database does not answer") from None
    return {"status": "ready"}
