from fastapi import APIRouter

router = APIRouter()


@router.get("")
def every(): ...


@router.delete("/{order_id}")
def cancel(order_id: int): ...
