from fastapi import FastAPI
from sqlalchemy import create_engine

from app.models import Base

engine = create_engine("postgresql:///app")
Base.metadata.create_all(bind=engine)

app = FastAPI()
