from pydantic import field_validator
from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    environment: str
    cors_origins: list[str] = ["http://localhost:5173"]

    @field_validator("cors_origins")
    @classmethod
    def no_developer_machine(cls, value, info):
        if info.data["environment"] == "production" and "localhost" in "".join(value):
            raise ValueError("localhost is no origin of production")
        return value


settings = Settings()
