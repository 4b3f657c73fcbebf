from fastapi import Depends, FastAPI
from fastapi.middleware.cors import CORSMiddleware

app = FastAPI()
app.add_middleware(CORSMiddleware, allow_origins=["*"])


def current_user():
    return "somebody"


@app.get("/orders", dependencies=[Depends(current_user)])
def orders():
    return []
