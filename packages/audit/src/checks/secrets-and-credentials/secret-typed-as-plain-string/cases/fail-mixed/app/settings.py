from typing import Optional

from pydantic import SecretStr
from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    database_password: SecretStr
    api_key: str
    webhook_secret: Optional[str] = None
    token_url: str
    access_token_minutes: int = 15
    public_key: str
