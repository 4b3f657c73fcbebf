from sqlalchemy import Column, DateTime, String
from sqlalchemy.orm import DeclarativeBase


class Base(DeclarativeBase):
    pass


class User(Base):
    __tablename__ = "users"

    id = Column(String, primary_key=True)
    reset_token = Column(String)
    idempotency_key = Column(String)


class ApiKey(Base):
    __tablename__ = "api_keys"

    token = Column(String)


class OAuthAccount(Base):
    __tablename__ = "oauth_accounts"

    access_token = Column(String)
