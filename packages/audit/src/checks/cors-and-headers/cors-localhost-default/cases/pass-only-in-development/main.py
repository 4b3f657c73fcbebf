import os

from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

ENV = os.environ["APP_ENV"]
app = FastAPI()
origins = ["http://localhost:3000"] if ENV == "development" else ["https://shop.example"]
app.add_middleware(CORSMiddleware, allow_origins=origins)
