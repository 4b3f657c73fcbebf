import uuid

from fastapi import FastAPI

from app.context import set_request_id

app = FastAPI()


@app.middleware("http")
async def correlate(request, call_next):
    set_request_id(request.headers.get("X-Request-ID") or uuid.uuid4().hex)
    return await call_next(request)


@app.get("/items")
def items():
    return []
