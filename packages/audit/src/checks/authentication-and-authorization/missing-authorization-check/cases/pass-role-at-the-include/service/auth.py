from fastapi import Depends, HTTPException
from fastapi.security import HTTPBearer

bearer = HTTPBearer()


def current_user(credentials=Depends(bearer)):
    user = lookup(credentials.credentials)
    if user is None:
        raise HTTPException(status_code=401)
    return user


def require_role(name: str):
    def check(user=Depends(current_user)):
        if user.role != name:
            raise HTTPException(status_code=403)
        return user

    return check


def lookup(token): ...
