from fastapi import Depends, HTTPException, Header
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db import get_db
from app.models import User
from app.tokens import read_token


def get_current_user(authorization: str = Header(), db: Session = Depends(get_db)) -> User:
    user = db.get(User, read_token(authorization))
    if user is None:
        raise HTTPException(401)
    return user
