from fastapi import APIRouter, Depends
from sqlalchemy import text

from app.db import get_session
from app.search import find_items

router = APIRouter()


@router.get("/items")
def items(q: str, limit: int = 20, session=Depends(get_session)):
    return session.execute(text(f"select * from item where name like '%{q}%' limit {limit}")).all()


@router.get("/search")
def search(term: str, session=Depends(get_session)):
    return find_items(session, term)


@router.get("/safe")
def safe(term: str, session=Depends(get_session)):
    return session.execute(text("select * from item where name = :term"), {"term": term}).all()
