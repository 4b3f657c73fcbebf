from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    debug: bool = True
    sql_debug: bool = True


settings = Settings()
