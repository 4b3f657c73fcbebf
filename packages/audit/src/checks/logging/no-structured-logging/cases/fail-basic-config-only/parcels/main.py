from fastapi import FastAPI

from parcels.setup import configure

configure()
app = FastAPI()


@app.get("/parcels")
def parcels() -> list[str]:
    return []
