from sqlalchemy import create_engine
from sqlalchemy.orm import sessionmaker

SessionLocal = sessionmaker(create_engine("postgresql:///app"))


def get_db():
    with SessionLocal() as session:
        yield session
