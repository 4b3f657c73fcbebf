from fastapi import FastAPI
from fastapi.responses import JSONResponse

app = FastAPI()


@app.get("/orders")
def orders():
    return []


@app.exception_handler(Exception)
async def failed(request, exc):
    return JSONResponse({"error": "internal error"}, status_code=500)
