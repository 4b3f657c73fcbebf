from pydantic import SecretBytes
from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    signing_key: SecretBytes
