from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

from api.config import ALLOWED

app = FastAPI()
app.add_middleware(CORSMiddleware, allow_origins=ALLOWED, allow_credentials=True)
