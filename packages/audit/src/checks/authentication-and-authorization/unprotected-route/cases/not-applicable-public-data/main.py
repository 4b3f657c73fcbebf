from fastapi import FastAPI

app = FastAPI()


@app.get("/stations")
def stations(): ...


@app.get("/stations/{code}")
def station(code: str): ...
