from fastapi import FastAPI

app = FastAPI()


@app.post("/seedlings")
def add_seedling(): ...


@app.post("/request-demo")
def request_demo(): ...


@app.post("/channels/{channel_id}/test")
def test_channel(channel_id: int): ...
