from fastapi import FastAPI

from parcels.metrics import router

app = FastAPI()
app.include_router(router, prefix="/metrics")
