"""Settings of the service, all from the environment."""

from typing import Literal

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env", extra="ignore")

    APP_NAME: str = "Cost Insights"
    ENV: str = Field(default="dev", description="dev, staging or production")
    API_PREFIX: str = "/api/v1"
    LOG_LEVEL: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"

    DATABASE_URL: str = Field(
        default="postgresql+psycopg://postgres:postgres@localhost:5432/costs",
        description="Database connection",
    )
    REDIS_URL: str | None = None

    CORS_ORIGINS: list[str] = Field(
        default=["http://localhost:3000", "http://localhost:5173"],
        description="Origins of the dashboard",
    )

    SECRET_KEY: str = Field(
        default="4b1d0c7e9a5f32d8c6e0b7a1f4938d25cb60e1a7f8d3924c5b6a7e8091f2d3c4",
        description="Signs the share links (change in production!)",
    )
    ADMIN_API_KEY: str = Field(
        default="cost-insights-admin-key",
        description="Key of the admin routes (change in production!)",
    )

    SLACK_WEBHOOK_URL: str | None = None

    @field_validator("ENV")
    @classmethod
    def known_environment(cls, value: str) -> str:
        value = value.lower()
        if value not in {"dev", "staging", "production"}:
            raise ValueError("ENV is dev, staging or production")
        return value


settings = Settings()
