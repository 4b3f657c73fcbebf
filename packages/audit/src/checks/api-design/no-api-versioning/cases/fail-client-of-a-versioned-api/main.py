from fastapi import FastAPI

BANK = "https://bank.example/v1/accounts"
app = FastAPI(version="1.0.0")


@app.get("/api/orders")
def orders():
    return []
