import os

from fastapi import FastAPI

DEBUG = os.getenv("DEBUG", "true") == "true"
app = FastAPI(debug=DEBUG)
