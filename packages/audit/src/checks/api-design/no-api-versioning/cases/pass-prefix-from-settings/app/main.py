from fastapi import APIRouter, FastAPI

from app.settings import settings

router = APIRouter()


@router.get("/orders")
def orders():
    return []


app = FastAPI()
app.include_router(router, prefix=settings.API_PREFIX)
