from fastapi import APIRouter

router = APIRouter()


@router.get("/per-customer")
def per_customer() -> dict[str, int]:
    return {}
