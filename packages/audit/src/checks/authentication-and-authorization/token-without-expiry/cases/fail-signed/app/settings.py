from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    secret_key: str
    access_token_minutes: int = 60 * 24 * 8


settings = Settings()
