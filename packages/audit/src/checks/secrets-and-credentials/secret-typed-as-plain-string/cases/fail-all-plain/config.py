from pydantic import Field
from pydantic_settings import BaseSettings


class Config(BaseSettings):
    smtp_password: str | None = Field(default=None)
