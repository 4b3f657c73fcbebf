from fastapi import FastAPI

from app.middleware import RequestId

app = FastAPI()
app.add_middleware(RequestId)


@app.get("/orders")
def orders():
    return []
