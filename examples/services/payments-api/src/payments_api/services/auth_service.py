from payments_api.db.models import User
from payments_api.lib.auth import generate_access_token
from payments_api.lib.passwords import hash_password, verify_password


class AuthService:
    def login(self, username: str, password: str) -> User | None:
        user = User.find_one(User.username == username).run()
        if user is None or not verify_password(password, user.hashed_password):
            return None
        user.access_token = generate_access_token()
        user.save()
        return user

    def register(self, username: str, password: str) -> User | None:
        if User.find_one(User.username == username).run() is not None:
            return None
        user = User(username=username, hashed_password=hash_password(password))
        user.insert()
        return user

    def change_password(self, user: User, current: str, new: str) -> bool:
        if not verify_password(current, user.hashed_password):
            return False
        user.hashed_password = hash_password(new)
        user.save()
        return True

    def logout(self, user: User) -> None:
        user.access_token = None
        user.save()
