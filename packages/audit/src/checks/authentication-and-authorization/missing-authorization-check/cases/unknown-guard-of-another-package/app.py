from acme_auth import require_employee
from fastapi import Depends, FastAPI

app = FastAPI()


@app.post("/admin/reindex", dependencies=[Depends(require_employee)])
def reindex(): ...
