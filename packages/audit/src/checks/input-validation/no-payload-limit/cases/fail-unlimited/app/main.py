import shutil
from uuid import uuid4

from fastapi import FastAPI, UploadFile
from pydantic import BaseModel

app = FastAPI()


class Item(BaseModel):
    name: str


@app.post("/items")
def create(item: Item):
    return item


@app.post("/photos")
def photo(file: UploadFile):
    with open(f"/srv/photos/{uuid4()}", "wb") as out:
        shutil.copyfileobj(file.file, out)
    return {}
