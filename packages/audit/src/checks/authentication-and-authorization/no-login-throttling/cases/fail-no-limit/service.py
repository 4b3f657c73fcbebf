def sign_in(body):
    user = find(body["email"])
    return user if user and user.check(body["password"]) else None


def find(email): ...
