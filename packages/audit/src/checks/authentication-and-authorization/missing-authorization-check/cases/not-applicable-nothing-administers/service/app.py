from fastapi import Depends, FastAPI

from service.auth import current_user

app = FastAPI()


@app.get("/articles", dependencies=[Depends(current_user)])
def articles(): ...
