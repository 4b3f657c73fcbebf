from fastapi import FastAPI

app = FastAPI()


@app.get("/v1/items")
def items() -> list[str]:
    return []
