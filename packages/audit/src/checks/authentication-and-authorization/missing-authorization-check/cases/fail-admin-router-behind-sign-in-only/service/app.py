from fastapi import Depends, FastAPI

from service.admin import router as admin
from service.auth import current_user
from service.users import router as users

app = FastAPI()
app.include_router(admin, dependencies=[Depends(current_user)])
app.include_router(users, prefix="/users", dependencies=[Depends(current_user)])
