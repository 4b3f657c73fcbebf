from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    rounds: int = 8


settings = Settings()
