from decimal import Decimal

from sqlmodel import Field, SQLModel


class Order(SQLModel, table=True):
    id: int = Field(primary_key=True)
    total_cents: int
    tax: Decimal = Field(max_digits=10, decimal_places=2)
    rating: float
