from fastapi import FastAPI

from app.config import ENVIRONMENT

app = FastAPI(openapi_url="/openapi.json" if ENVIRONMENT == "development" else None)
