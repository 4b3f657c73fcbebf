from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, Field

from payments_api.db.models import PaymentStatus, Role

Currency = Annotated[str, Field(pattern="^[A-Z]{3}$")]
AmountMinor = Annotated[int, Field(gt=0, le=100_000_000)]


class LoginRequest(BaseModel):
    username: str
    password: str


class LoginResponse(BaseModel):
    access_token: str
    username: str


class RegisterRequest(BaseModel):
    username: Annotated[str, Field(min_length=3, max_length=40, pattern="^[a-z0-9._-]+$")]
    password: str


class PasswordChange(BaseModel):
    current_password: str
    new_password: str


class ProjectCreate(BaseModel):
    name: Annotated[str, Field(min_length=1, max_length=80)]


class ProjectOut(BaseModel):
    project_id: str
    name: str


class MemberAdd(BaseModel):
    username: str
    role: Role


class PaymentCreate(BaseModel):
    amount_minor: AmountMinor
    currency: Currency
    reference: Annotated[str, Field(min_length=1, max_length=60)]


class PaymentOut(BaseModel):
    public_id: str
    amount_minor: int
    refunded_minor: int
    currency: str
    reference: str
    status: PaymentStatus
    created_at: datetime


class RefundCreate(BaseModel):
    payment_id: str
    amount_minor: AmountMinor
    reason: Annotated[str, Field(max_length=200)] = ""


class RefundOut(BaseModel):
    public_id: str
    payment_id: str
    amount_minor: int
    reason: str


class VolumeOut(BaseModel):
    currency: str
    payments: int
    amount_minor: int


class AcquirerEvent(BaseModel):
    event_id: Annotated[str, Field(min_length=8, max_length=64)]
    payment_id: str
    outcome: Annotated[str, Field(pattern="^(captured|failed)$")]
