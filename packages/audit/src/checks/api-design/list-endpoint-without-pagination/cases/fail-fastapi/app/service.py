from sqlalchemy import select

from app.models import Order


def list_orders(db):
    return db.scalars(select(Order).order_by(Order.id)).all()
