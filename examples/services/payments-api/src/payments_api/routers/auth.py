from fastapi import APIRouter, HTTPException, status

from payments_api.lib.auth import CurrentUser
from payments_api.schemas import LoginRequest, LoginResponse, PasswordChange, RegisterRequest
from payments_api.services.auth_service import AuthService

router = APIRouter()
service = AuthService()


@router.post("/login")
def login(body: LoginRequest) -> LoginResponse:
    user = service.login(body.username, body.password)
    if user is None or user.access_token is None:
        raise HTTPException(status.HTTP_401_UNAUTHORIZED, detail="Wrong username or password")
    return LoginResponse(access_token=user.access_token, username=user.username)


@router.post("/register", status_code=status.HTTP_201_CREATED)
def register(body: RegisterRequest) -> dict[str, str]:
    user = service.register(body.username, body.password)
    if user is None:
        raise HTTPException(status.HTTP_409_CONFLICT, detail="Username is taken")
    return {"username": user.username}


@router.post("/change-password")
def change_password(body: PasswordChange, user: CurrentUser) -> dict[str, str]:
    if not service.change_password(user, body.current_password, body.new_password):
        raise HTTPException(status.HTTP_400_BAD_REQUEST, detail="Wrong password")
    return {"message": "password changed"}


@router.post("/logout", status_code=status.HTTP_204_NO_CONTENT)
def logout(user: CurrentUser) -> None:
    service.logout(user)
