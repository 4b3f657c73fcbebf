from typing import Annotated

import httpx
from fastapi import FastAPI, Header, Request

app = FastAPI()


@app.get("/orders")
def orders(request: Request, x_user_id: Annotated[str, Header()]):
    role = request.headers.get("X-User-Role", "user")
    httpx.get("https://stock.example", headers={"X-User-Id": x_user_id})
    return {"user": x_user_id, "role": role, "trace": request.headers.get("X-Request-ID")}
