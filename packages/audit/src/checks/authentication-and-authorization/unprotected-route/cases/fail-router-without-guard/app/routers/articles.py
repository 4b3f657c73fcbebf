"""Each route guards itself, except for the one that somebody forgot."""
from typing import Annotated

from fastapi import APIRouter, Depends

from app.auth import CurrentUser
from app.db import Database, get_database

router = APIRouter()


@router.get("/{article_id}")
def read(article_id: int, user: CurrentUser): ...


@router.put("/{article_id}")
def write(article_id: int, user: CurrentUser): ...


@router.delete("/{article_id}")
def delete(article_id: int, db: Annotated[Database, Depends(get_database)]): ...
