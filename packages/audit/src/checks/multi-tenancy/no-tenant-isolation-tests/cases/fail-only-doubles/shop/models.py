from sqlalchemy.orm import Mapped, mapped_column


class Base:
    pass


class Tenant(Base):
    __tablename__ = "tenants"
    id: Mapped[int] = mapped_column(primary_key=True)


class Membership(Base):
    __tablename__ = "memberships"
    tenant_id: Mapped[int] = mapped_column()
    user_id: Mapped[int] = mapped_column()


class Invoice(Base):
    __tablename__ = "invoices"
    tenant_id: Mapped[int] = mapped_column()


class Payment(Base):
    __tablename__ = "payments"
    tenant_id: Mapped[int] = mapped_column()
