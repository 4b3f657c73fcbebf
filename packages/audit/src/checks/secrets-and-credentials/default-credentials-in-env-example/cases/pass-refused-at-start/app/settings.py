from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings

WEAK_VALUES = {"insecure-dev", "changeme"}


class Settings(BaseSettings):
    secret_key: SecretStr
    jwt_secret: SecretStr = Field(min_length=32)

    def check(self):
        if self.secret_key.get_secret_value() in WEAK_VALUES:
            raise ValueError("SECRET_KEY")
