from fastapi import FastAPI
from prometheus_fastapi_instrumentator import Instrumentator

app = FastAPI()


@app.get("/parcels")
def parcels() -> list[str]:
    return []


Instrumentator().instrument(app).expose(app)
