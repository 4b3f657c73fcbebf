from fastapi import APIRouter, Depends, HTTPException

from service.auth import current_user

router = APIRouter()


@router.get("/me")
def me(user=Depends(current_user)): ...


@router.delete("/{user_id}")
def delete_user(user_id: int, user=Depends(current_user)):
    if user.id != user_id:
        raise HTTPException(status_code=404)


@router.put("/{user_id}/roles")
def set_roles(user_id: int, roles: list[str]):
    store(user_id, roles)


def store(user_id, roles): ...
