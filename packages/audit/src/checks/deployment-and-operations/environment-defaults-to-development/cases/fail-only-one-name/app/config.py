from typing import Literal

from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    env: Literal["development", "staging", "production"] = "production"


settings = Settings()
