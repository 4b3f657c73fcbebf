from fastapi import Depends, FastAPI

from service.admin import router as admin
from service.auth import require_role

app = FastAPI()
app.include_router(admin, dependencies=[Depends(require_role("admin"))])
