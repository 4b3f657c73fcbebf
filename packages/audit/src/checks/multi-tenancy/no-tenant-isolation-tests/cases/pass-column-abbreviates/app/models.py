from sqlalchemy.orm import Mapped, mapped_column


class Base:
    pass


class Organisation(Base):
    __tablename__ = "organisations"
    id: Mapped[int] = mapped_column(primary_key=True)


class Membership(Base):
    __tablename__ = "memberships"
    org_id: Mapped[int] = mapped_column()
    user_id: Mapped[int] = mapped_column()


class Slot(Base):
    __tablename__ = "slots"
    org_id: Mapped[int] = mapped_column()


class Booking(Base):
    __tablename__ = "bookings"
    org_id: Mapped[int] = mapped_column()
