from fastapi import FastAPI
from pydantic import BaseModel
from starlette.middleware.gzip import GZipMiddleware

from ledger import rates

app = FastAPI()
app.add_middleware(GZipMiddleware)


class Entry(BaseModel):
    amount: int = rates.DEFAULT
