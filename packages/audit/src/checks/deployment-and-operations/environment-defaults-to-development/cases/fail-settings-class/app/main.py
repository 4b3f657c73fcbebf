from fastapi import FastAPI

from app.config import settings

app = FastAPI(docs_url=None if settings.is_production else "/docs")
