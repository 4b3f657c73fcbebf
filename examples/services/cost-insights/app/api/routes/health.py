import logging

from fastapi import APIRouter, HTTPException
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from app.api.deps import Db

logger = logging.getLogger(__name__)
router = APIRouter(prefix="/health")


@router.get("")
def health() -> dict[str, str]:
    return {"status": "ok"}


@router.get("/db")
def health_db(db: Db) -> dict[str, str]:
    try:
        db.execute(text("SELECT 1"))
    except SQLAlchemyError:
        logger.exception("database is not reachable")
        raise HTTPException(503, "database is not reachable") from None
    return {"status": "ok"}
