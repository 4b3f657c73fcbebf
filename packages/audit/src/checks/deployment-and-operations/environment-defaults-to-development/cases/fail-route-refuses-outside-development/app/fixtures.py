from fastapi import APIRouter, HTTPException

from app.config import settings
from app.rows import load_rows

router = APIRouter()


@router.post("/fixtures")
def fixtures():
    if settings.APP_ENV != "dev":
        raise HTTPException(status_code=404)
    return load_rows()
