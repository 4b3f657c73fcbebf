"""Documents. Everything that belongs to a merchant carries `project_id`."""

import enum
import uuid
from datetime import UTC, datetime

from bunnet import Document, Indexed
from pydantic import Field
from pymongo import ASCENDING, DESCENDING, IndexModel


def new_id() -> str:
    return uuid.uuid4().hex


def now() -> datetime:
    return datetime.now(UTC)


class Role(enum.StrEnum):
    VIEWER = "viewer"
    EDITOR = "editor"
    OWNER = "owner"


class PaymentStatus(enum.StrEnum):
    PENDING = "pending"
    AUTHORIZED = "authorized"
    CAPTURED = "captured"
    FAILED = "failed"


class User(Document):
    username: Indexed(str, unique=True)  # type: ignore[valid-type]
    hashed_password: str
    access_token: str | None = None
    is_admin: bool = False
    created_at: datetime = Field(default_factory=now)

    class Settings:
        name = "users"
        indexes = [IndexModel([("access_token", ASCENDING)], sparse=True)]


class Project(Document):
    project_id: Indexed(str, unique=True) = Field(default_factory=new_id)  # type: ignore[valid-type]
    name: str
    created_at: datetime = Field(default_factory=now)

    class Settings:
        name = "projects"


class ProjectMembership(Document):
    project_id: str
    username: str
    role: Role

    class Settings:
        name = "project_memberships"
        indexes = [
            IndexModel([("project_id", ASCENDING), ("username", ASCENDING)], unique=True),
            IndexModel([("username", ASCENDING)]),
        ]


class Payment(Document):
    public_id: Indexed(str, unique=True) = Field(default_factory=new_id)  # type: ignore[valid-type]
    project_id: str
    amount_minor: int
    refunded_minor: int = 0
    currency: str
    reference: str
    status: PaymentStatus = PaymentStatus.PENDING
    created_at: datetime = Field(default_factory=now)

    class Settings:
        name = "payments"
        indexes = [
            IndexModel([("project_id", ASCENDING), ("created_at", DESCENDING)]),
            IndexModel([("project_id", ASCENDING), ("reference", ASCENDING)], unique=True),
        ]


class Refund(Document):
    public_id: Indexed(str, unique=True) = Field(default_factory=new_id)  # type: ignore[valid-type]
    project_id: str
    payment_id: str
    amount_minor: int
    reason: str = ""
    created_at: datetime = Field(default_factory=now)

    class Settings:
        name = "refunds"
        indexes = [IndexModel([("project_id", ASCENDING), ("payment_id", ASCENDING)])]


class ProcessedEvent(Document):
    event_id: Indexed(str, unique=True)  # type: ignore[valid-type]
    received_at: datetime = Field(default_factory=now)

    class Settings:
        name = "processed_events"


ALL_DOCUMENTS = [User, Project, ProjectMembership, Payment, Refund, ProcessedEvent]
