from fastapi import APIRouter, FastAPI

from accounts import AccountService

app = FastAPI()
router = APIRouter(prefix="/sessions")
service = AccountService()


@router.post("")
def create_session(body: dict):
    return service.sign_in(body["email"], body["password"])


app.include_router(router)
