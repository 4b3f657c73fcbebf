from pydantic import BaseModel


class PaymentCreate(BaseModel):
    amount: float
    currency: str


class PaymentOut(BaseModel):
    amount: float
    currency: str


class Reading(BaseModel):
    amount: float
    unit: str
