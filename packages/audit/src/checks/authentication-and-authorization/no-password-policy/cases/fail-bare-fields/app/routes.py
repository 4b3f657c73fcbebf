from app.schemas import Login, PasswordChange, SignUp
from app.security import get_password_hash


def sign_up(body: SignUp, db):
    db.add(username=body.username, hashed=get_password_hash(body.password))


def change(body: PasswordChange, user):
    user.hashed = get_password_hash(body.new_password)
