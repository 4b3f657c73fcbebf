from fastapi import FastAPI

app = FastAPI()


@app.get("/items/{item}")
def item(item: int) -> int:
    return item


@app.middleware("http")
async def headers(request, call_next):
    response = await call_next(request)
    response.headers["Strict-Transport-Security"] = "max-age=63072000"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["X-Frame-Options"] = "DENY"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
