from fastapi import FastAPI

app = FastAPI()


@app.middleware("http")
async def private(request, call_next):
    response = await call_next(request)
    response.headers["Cache-Control"] = "no-store"
    return response


@app.get("/orders")
def orders():
    return []
