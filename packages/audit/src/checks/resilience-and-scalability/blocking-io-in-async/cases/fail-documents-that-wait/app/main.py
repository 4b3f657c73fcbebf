from fastapi import Depends, FastAPI

from app.models import Owner

app = FastAPI()


def by_token(value):
    return Owner.find_one(Owner.token_hash == value).run()


async def current(value: str = ""):
    return by_token(value)


def plain(value: str = ""):
    return Owner.find_one(Owner.token_hash == value).run()


@app.get("/owners")
async def owners(owner=Depends(current)):
    return Owner.find_all().to_list()


@app.get("/me")
def me(owner=Depends(plain)):
    return owner
