from sqlalchemy.orm import Mapped, mapped_column


class Entry:
    __tablename__ = "entries"
    account_id: Mapped[int] = mapped_column()


class Statement:
    __tablename__ = "statements"
    account_id: Mapped[int] = mapped_column()


class Transfer:
    __tablename__ = "transfers"
    account_id: Mapped[int] = mapped_column()


class Role:
    __tablename__ = "roles"
    name: Mapped[str] = mapped_column()
