from fastapi import Depends, FastAPI

from app.guards import RequireKey
from app.routes import router

app = FastAPI(dependencies=[Depends(RequireKey("orders"))])
app.include_router(router, prefix="/orders")
