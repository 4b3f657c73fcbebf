"""Settings come from the environment, are checked once at start, and have no secret defaults."""

from functools import lru_cache
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

PLACEHOLDERS = frozenset({"changeme", "change-me", "secret", "password", "example", "test"})
MIN_SECRET_LENGTH = 32


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="LEDGER_", extra="ignore")

    environment: Literal["production", "staging", "test"]
    release: str = "unreleased"
    log_level: Literal["WARNING", "INFO"] = "INFO"

    database_url: SecretStr
    database_pool_size: int = Field(default=10, ge=1, le=50)
    database_max_overflow: int = Field(default=5, ge=0, le=50)
    database_pool_timeout_seconds: int = Field(default=5, ge=1, le=30)
    database_statement_timeout_ms: int = Field(default=5_000, ge=100, le=60_000)

    redis_url: SecretStr
    cors_origins: Annotated[tuple[str, ...], NoDecode]

    token_secret: SecretStr
    webhook_secret: SecretStr
    metrics_token: SecretStr
    session_minutes: int = Field(default=30, ge=5, le=120)

    sentry_dsn: SecretStr
    otlp_endpoint: str
    trace_sample_ratio: float = Field(default=0.1, gt=0, le=1)

    @field_validator("cors_origins", mode="before")
    @classmethod
    def split_origins(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(part.strip() for part in value.split(",") if part.strip())
        return value

    @field_validator("cors_origins")
    @classmethod
    def only_named_https_origins(cls, origins: tuple[str, ...]) -> tuple[str, ...]:
        if not origins:
            raise ValueError("name at least one origin")
        for origin in origins:
            parts = urlsplit(origin)
            if parts.scheme != "https" or not parts.hostname or "*" in origin:
                raise ValueError("origins are https and name one host each")
            if parts.hostname in {"localhost", "127.0.0.1"}:
                raise ValueError("localhost is no origin of a running service")
        return origins

    @field_validator("token_secret", "webhook_secret", "metrics_token")
    @classmethod
    def strong_secret(cls, secret: SecretStr) -> SecretStr:
        text = secret.get_secret_value()
        if len(text) < MIN_SECRET_LENGTH or text.lower() in PLACEHOLDERS:
            raise ValueError(f"needs at least {MIN_SECRET_LENGTH} random characters")
        return secret

    @model_validator(mode="after")
    def secrets_differ(self) -> "Settings":
        values = {
            self.token_secret.get_secret_value(),
            self.webhook_secret.get_secret_value(),
            self.metrics_token.get_secret_value(),
        }
        if len(values) != 3:
            raise ValueError("token, webhook and metrics secrets must differ")
        if self.environment != "test" and "localhost" in self.database_url.get_secret_value():
            raise ValueError("the database of a running service is not on localhost")
        return self


@lru_cache
def get_settings() -> Settings:
    return Settings()
