from fastapi import APIRouter

router = APIRouter(prefix="/admin")


@router.get("/customers")
def customers(): ...


@router.delete("/customers/{customer_id}")
def delete_customer(customer_id: int): ...
