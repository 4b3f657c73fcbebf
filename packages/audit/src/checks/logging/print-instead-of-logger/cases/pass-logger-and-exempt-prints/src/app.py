import logging
import os
import sys

from fastapi import FastAPI

app = FastAPI()
logger = logging.getLogger(__name__)

if not os.environ.get("DATABASE_URL"):
    print("DATABASE_URL is not set")
    sys.exit(1)


@app.get("/")
def root():
    logger.info("asked")
    print("debug", file=sys.stderr)
    return {}


if __name__ == "__main__":
    print("use uvicorn")
