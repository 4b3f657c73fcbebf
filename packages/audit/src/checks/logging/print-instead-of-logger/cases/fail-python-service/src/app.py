from fastapi import FastAPI
from pprint import pprint

app = FastAPI()


@app.get("/orders")
def orders():
    """Example: print("hello")."""
    print("listing orders")
    pprint({"a": 1})
    return []
