from sqlalchemy import Column, String
from sqlalchemy.orm import DeclarativeBase


class Base(DeclarativeBase):
    pass


class User(Base):
    __tablename__ = "users"

    email = Column(String, primary_key=True)
    password = Column(String)


class MailServer(Base):
    __tablename__ = "mail_servers"

    password = Column(String)
