from fastapi import FastAPI

from app import models

app = FastAPI()


@app.get("/items")
def items():
    return [models.Item.__tablename__]
