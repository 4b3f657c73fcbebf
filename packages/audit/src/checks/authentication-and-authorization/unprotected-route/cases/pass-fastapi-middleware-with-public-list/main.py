from fastapi import FastAPI

from middleware import SignInMiddleware
from orders import router

app = FastAPI()
app.add_middleware(SignInMiddleware)
app.include_router(router, prefix="/orders")


@app.post("/login")
def login(): ...
