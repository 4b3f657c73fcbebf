import os

from pydantic import SecretStr
from pydantic_settings import BaseSettings

TOKEN_URL = "/auth/token"
PASSWORD_FIELD = "password"
INVALID_TOKEN = "invalid_token"
SESSION_COOKIE_NAME = "session-token-7"
ACCESS_TOKEN = "OS-1:access_token"
token = "identifier"
fields = {"password": "Passwort", "token": "string", "api_key": "x-api-key"}
label = dict(password="Enter your password")
secret = os.environ["SECRET"]
url = f"postgres://{user}:{secret}@db/app"
csrf_token = ""


class Settings(BaseSettings):
    secret_key: SecretStr
    password_min_length: int = 12


if os.getenv("APP_ENV") == "development":
    api_key = "local-key-1"


def masked(data, kite):
    data["password"] = "**SECRET**"
    kite.secret = "@kitesecret"
    return data
