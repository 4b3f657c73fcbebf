from fastapi import Depends, FastAPI, HTTPException

from config import settings


def only_in_development():
    if settings.env != "development":
        raise HTTPException(status_code=404)


app = FastAPI()


@app.post("/mock/payments", dependencies=[Depends(only_in_development)])
def mock_payment(): ...
