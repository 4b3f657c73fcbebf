from fastapi import APIRouter, FastAPI

forgotten = APIRouter()


@forgotten.get("/health")
def forgotten_health():
    return {}


shop = FastAPI()


@shop.get("/orders/{order_id}/status")
def status(order_id: str):
    return {}
