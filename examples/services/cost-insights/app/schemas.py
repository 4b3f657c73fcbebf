from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field


class CostIn(BaseModel):
    day: date
    product: Annotated[str, Field(min_length=1, max_length=80)]
    amount: Annotated[Decimal, Field(ge=0, max_digits=14, decimal_places=4)]


class CostOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: int
    day: date
    product: str
    amount: Decimal


class DailyTotal(BaseModel):
    day: date
    total: Decimal
    unusual: bool = False


class JobRunOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    name: str
    started_at: datetime
    cpu_hours: Decimal


class TeamIn(BaseModel):
    name: Annotated[str, Field(min_length=2, max_length=80)]


class NewKey(BaseModel):
    team_id: int
    key: str


class Inserted(BaseModel):
    inserted: int
