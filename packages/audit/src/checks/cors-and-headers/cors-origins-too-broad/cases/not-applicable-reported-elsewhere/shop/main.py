from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

app = FastAPI()

# Any shop may show the catalogue.
origins = [
    "*",
]


@app.get("/catalogue")
def catalogue():
    return []


app.add_middleware(
    CORSMiddleware,
    allow_origins=origins,
    allow_credentials=True,
)
