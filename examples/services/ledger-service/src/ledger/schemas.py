"""What comes in and what goes out."""

import uuid
from datetime import datetime
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, EmailStr, Field, SecretStr, model_validator

from ledger.models import PeriodStatus, Role

Currency = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
PeriodName = Annotated[str, Field(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")]
NewPassword = Annotated[SecretStr, Field(min_length=12, max_length=128)]
MinorUnits = Annotated[int, Field(ge=-(10**15), le=10**15)]


class Body(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class View(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class SignIn(Body):
    tenant_id: uuid.UUID
    email: EmailStr
    password: SecretStr


class SessionView(BaseModel):
    access_token: str
    token_type: str = "bearer"  # noqa: S105
    expires_at: datetime


class NewOperator(Body):
    email: EmailStr
    password: NewPassword
    role: Role


class OperatorView(View):
    id: uuid.UUID
    email: EmailStr
    role: Role
    active: bool


class NewAccount(Body):
    name: Annotated[str, Field(min_length=1, max_length=120)]
    currency: Currency


class AccountView(View):
    id: uuid.UUID
    name: str
    currency: str
    created_at: datetime


class AccountPage(BaseModel):
    items: list[AccountView]
    next_after: uuid.UUID | None


class NewLine(Body):
    account_id: uuid.UUID
    amount_minor: MinorUnits


class NewEntry(Body):
    period: PeriodName
    description: Annotated[str, Field(min_length=1, max_length=200)]
    lines: Annotated[list[NewLine], Field(min_length=2, max_length=50)]

    @model_validator(mode="after")
    def balanced(self) -> Self:
        if sum(line.amount_minor for line in self.lines) != 0:
            raise ValueError("the lines of an entry add up to zero")
        return self


class LineView(View):
    account_id: uuid.UUID
    amount_minor: int


class EntryView(View):
    id: uuid.UUID
    period: str
    description: str
    lines: list[LineView]
    created_at: datetime


class EntryPage(BaseModel):
    items: list[EntryView]
    next_after: uuid.UUID | None


class PeriodView(View):
    name: str
    status: PeriodStatus


class Settlement(Body):
    event_id: Annotated[str, Field(min_length=8, max_length=64)]
    tenant_id: uuid.UUID
    period: PeriodName
    bank_account_id: uuid.UUID
    clearing_account_id: uuid.UUID
    amount_minor: Annotated[int, Field(gt=0, le=10**15)]


class Health(BaseModel):
    status: str


class Readiness(BaseModel):
    database: str
    rate_limit_store: str


class Problem(BaseModel):
    """RFC 9457, with the code that programs read and the id that people quote."""

    type: str = "about:blank"
    title: str
    status: int
    code: str
    request_id: str
    errors: list[dict[str, str]] = []
