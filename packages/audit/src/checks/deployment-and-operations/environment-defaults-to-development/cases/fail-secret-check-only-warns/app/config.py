import warnings
from typing import Literal

from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    ENVIRONMENT: Literal["local", "staging", "production"] = "local"
    SECRET_KEY: str = "changethis"

    def _check_default_secret(self) -> None:
        if self.SECRET_KEY == "changethis":
            if self.ENVIRONMENT == "local":
                warnings.warn("the key is the one of the template")
            else:
                raise ValueError("set SECRET_KEY")


settings = Settings()
