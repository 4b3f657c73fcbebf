from acme_auth.fastapi import require_employee
from fastapi import Depends, FastAPI

app = FastAPI()


@app.post("/cases", dependencies=[Depends(require_employee)])
def create_case(): ...


@app.get("/cases")
def cases(employee=Depends(require_employee)): ...
