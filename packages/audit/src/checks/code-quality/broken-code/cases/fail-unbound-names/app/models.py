from pydantic import BaseModel


class Price(BaseModel):
    amount: float = Decimal("0")

    class Config:
        region = DEFAULT_REGION
