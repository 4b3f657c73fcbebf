from fastapi import APIRouter

from app.store import store

router = APIRouter()


@router.post("/users")
def create_user_without_mail():
    store.add_user()
