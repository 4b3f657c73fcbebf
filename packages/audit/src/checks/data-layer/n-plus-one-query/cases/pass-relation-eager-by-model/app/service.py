from sqlalchemy import select

from app.models import Order


def names(session):
    return [order.customer.name for order in session.scalars(select(Order))]
