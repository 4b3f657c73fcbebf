from fastapi import FastAPI
from sqlalchemy import text

from app.db import engine

app = FastAPI()


@app.get("/ready")
def ready():
    # Asks when it is asked, not at the start.
    with engine.connect() as connection:
        connection.execute(text("SELECT 1"))
    return {"ok": True}
