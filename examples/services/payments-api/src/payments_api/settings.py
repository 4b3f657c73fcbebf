from functools import lru_cache
from pathlib import Path

from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env", extra="ignore")

    environment: str
    log_level: str = "INFO"
    log_dir: Path = Path("/var/log/payments")

    mongo_host: str
    mongo_port: int = 27017
    mongo_username: str
    mongo_password: str
    mongo_database: str = "payments"

    admin_username: str
    admin_password: str

    acquirer_base_url: str
    acquirer_api_key: str
    acquirer_webhook_secret: str

    template_repo_host: str
    template_repo_path: str
    template_repo_user: str
    template_repo_token: str
    template_dir: Path = Path("/var/lib/payments/templates")

    redis_url: str


@lru_cache
def get_settings() -> Settings:
    return Settings()
