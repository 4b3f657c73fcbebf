import os

from pydantic import Field
from pydantic_settings import BaseSettings

API_TOKEN = "f3Kq9-zL2m"
database_url = os.environ.get("DATABASE_URL", "postgresql://app:s3cr3t-pw@db:5432/app")
signing = os.getenv("SIGNING_KEY") or "change-me"


class Settings(BaseSettings):
    secret_key: str = "dev"
    jwt_secret: str = Field(default="super-secret-value")
    password_min_length: int = 8
    token_url: str = "/auth/token"
    api_key: str


connect(password="hunter2-hunter2")
headers = {"Authorization": "Bearer a8f1-77bc-02de"}
