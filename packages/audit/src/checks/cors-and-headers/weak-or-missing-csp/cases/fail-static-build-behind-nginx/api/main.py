from fastapi import FastAPI

app = FastAPI()


@app.middleware("http")
async def headers(request, call_next):
    response = await call_next(request)
    response.headers["Content-Security-Policy"] = "default-src 'none'; base-uri 'none'"
    return response
