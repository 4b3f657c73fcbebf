import jwt

from app.keys import KEY


def caller(token):
    return jwt.decode(token, KEY, algorithms=["RS256"], audience="shop")


def expires_soon(token):
    return jwt.decode(token, options={"verify_signature": False})["exp"]
