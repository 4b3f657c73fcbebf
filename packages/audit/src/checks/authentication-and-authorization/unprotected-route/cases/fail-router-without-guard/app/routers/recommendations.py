"""An optional user is no guard."""
from fastapi import APIRouter, Depends

from app.auth import optional_user

router = APIRouter()


@router.get("")
def recommendations(user=Depends(optional_user)): ...
