from fastapi import FastAPI, Request
from pydantic import BaseModel

app = FastAPI()


class Item(BaseModel):
    name: str


@app.post("/items")
def create(item: Item):
    return item


@app.post("/events")
async def events(request: Request):
    data = await request.json()
    return {"kind": data["kind"]}


@app.put("/settings")
def settings(values: dict):
    return values


@app.post("/checked")
async def checked(request: Request):
    item = Item.model_validate(await request.json())
    return item
