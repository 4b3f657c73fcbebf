from fastapi import FastAPI

app = FastAPI()


@app.get("/config")
def config():
    with open("/srv/config.json") as f:
        return f.read()
