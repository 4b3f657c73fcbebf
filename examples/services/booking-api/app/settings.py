"""Everything from the environment; secrets are required and masked."""

from functools import lru_cache
from pathlib import Path
from typing import Annotated

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="BOOKING_", extra="ignore")

    release: str = "2.3.0"
    log_level: str = "INFO"

    database_url: SecretStr
    database_pool_size: int = 10
    database_max_overflow: int = 5
    redis_url: SecretStr

    cors_origins: Annotated[list[str], NoDecode]
    identity_public_key: str
    identity_issuer: str = "https://identity.aurora-retail.example"
    identity_audience: str = "booking-api"

    metrics_token: SecretStr
    mail_api_key: SecretStr
    mail_url: str = "https://mail.aurora-retail.example/v1/messages"
    sentry_dsn: SecretStr
    otlp_endpoint: str
    trace_sample_ratio: float = Field(default=0.05, gt=0, le=1)

    photo_dir: Path = Path("/var/lib/booking/photos")
    photo_max_bytes: int = 8 * 1024 * 1024

    hold_minutes: int = 15
    jobs_interval_seconds: int = 30

    @field_validator("cors_origins", mode="before")
    @classmethod
    def split(cls, value: object) -> object:
        if isinstance(value, str):
            return [part.strip() for part in value.split(",") if part.strip()]
        return value

    @field_validator("cors_origins")
    @classmethod
    def named_origins(cls, origins: list[str]) -> list[str]:
        if not origins or any("*" in origin or "localhost" in origin for origin in origins):
            raise ValueError("name the origins of the shops, no wildcard, no localhost")
        return origins

    @field_validator("metrics_token", "mail_api_key")
    @classmethod
    def long_enough(cls, secret: SecretStr) -> SecretStr:
        if len(secret.get_secret_value()) < 24:
            raise ValueError("needs at least 24 characters")
        return secret


@lru_cache
def get_settings() -> Settings:
    return Settings()
