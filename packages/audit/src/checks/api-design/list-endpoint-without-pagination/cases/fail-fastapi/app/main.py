from fastapi import Depends, FastAPI
from sqlalchemy import select

from app import service
from app.db import get_db
from app.models import Customer, Role

app = FastAPI()


@app.get("/orders")
def orders(db=Depends(get_db)) -> list[dict]:
    return service.list_orders(db)


# Any number may be asked for.
@app.get("/customers")
def customers(limit: int = 100, db=Depends(get_db)) -> list[dict]:
    return db.scalars(select(Customer).limit(limit)).all()


@app.get("/roles")
def roles(db=Depends(get_db)) -> list[dict]:
    return db.scalars(select(Role)).all()


@app.get("/recent")
def recent(db=Depends(get_db)) -> list[dict]:
    return db.scalars(select(Customer).order_by(Customer.id.desc()).limit(10)).all()


@app.get("/sizes")
def sizes() -> list[str]:
    return ["S", "M", "L"]
