from fastapi import APIRouter

router = APIRouter()


@router.post("/token")
def token(): ...


@router.post("/register")
def register(): ...
