from fastapi import APIRouter

router = APIRouter()


@router.get("")
def every(): ...


@router.post("")
def create(): ...
