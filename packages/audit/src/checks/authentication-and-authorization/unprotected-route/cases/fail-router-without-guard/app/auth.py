from typing import Annotated

from fastapi import Depends, HTTPException
from fastapi.security import OAuth2PasswordBearer

from app.db import Database, get_database

scheme = OAuth2PasswordBearer(tokenUrl="/auth/token", auto_error=False)


def optional_user(token: Annotated[str | None, Depends(scheme)], db: Annotated[Database, Depends(get_database)]):
    if token is None:
        return None
    return db.user_of(token)


def current_user(user=Depends(optional_user)):
    if user is None:
        raise HTTPException(status_code=401, detail="Sign in first")
    return user


CurrentUser = Annotated[dict, Depends(current_user)]
