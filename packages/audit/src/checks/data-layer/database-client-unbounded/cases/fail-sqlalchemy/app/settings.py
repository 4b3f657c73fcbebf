class Settings:
    database_url = "postgresql://db/app"


settings = Settings()
