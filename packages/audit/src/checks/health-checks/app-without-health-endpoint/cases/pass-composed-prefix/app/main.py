from fastapi import FastAPI

from app import checks

app = FastAPI()
app.include_router(checks.router, prefix="/api/v1/health")
