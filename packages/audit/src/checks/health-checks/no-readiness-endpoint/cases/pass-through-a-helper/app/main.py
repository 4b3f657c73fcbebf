from fastapi import FastAPI, HTTPException

from app.database import check_database

app = FastAPI()


@app.get("/internal/ready")
async def ready():
    if not await check_database():
        raise HTTPException(503, "not ready")
    return {"status": "ready"}
