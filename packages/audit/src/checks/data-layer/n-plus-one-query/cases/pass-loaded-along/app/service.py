from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.models import Customer, Order

KINDS = ("open", "closed")


def summary(session):
    orders = session.scalars(
        select(Order).options(selectinload(Order.customer))
    ).all()
    # Over constants, and one after the other.
    counts = [session.scalar(select(Order).where(Order.kind == kind)) for kind in KINDS]
    for order in orders:
        print(order.id)
    for order in orders:
        print(order.customer.id)
    newest = session.scalars(select(Customer).where(Customer.id.in_([1, 2])))
    return counts, list(newest)


def first(session):
    for order in session.scalars(select(Order)):
        if order.id > 10:
            # Asked once, on the way out.
            return session.get(Customer, order.customer_id)
    return None
