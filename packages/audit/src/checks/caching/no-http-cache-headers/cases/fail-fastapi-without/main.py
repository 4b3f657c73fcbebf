from fastapi import FastAPI

app = FastAPI()


@app.get("/orders")
def orders():
    return []


@app.get("/health")
def health():
    return {}
