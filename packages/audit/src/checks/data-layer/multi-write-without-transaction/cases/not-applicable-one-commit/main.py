from fastapi import Depends, FastAPI

from db import get_session
from models import Item, Order

app = FastAPI()


@app.post("/orders")
def orders(session=Depends(get_session)):
    order = Order()
    session.add(order)
    session.add(Item(order=order))
    session.commit()
    return {"ok": True}
