from fastapi import FastAPI
from slowapi import Limiter
from slowapi.util import get_remote_address

app = FastAPI()
limiter = Limiter(key_func=get_remote_address, default_limits=["100/minute"])


@app.get("/health")
def health(): ...


@app.get("/products")
def products(): ...


@app.post("/login")
@limiter.limit("5/minute")
def login(): ...
