import jwt
from fastapi import FastAPI
from pydantic import BaseModel

app = FastAPI()
KEY = load_key()


class Who(BaseModel):
    email: str


def make_token(email: str) -> str:
    return jwt.encode({"sub": email}, KEY)


@app.post("/session")
def open_session(body: Who):
    return {"access_token": make_token(body.email)}
