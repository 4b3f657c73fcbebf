class Settings:
    rates_url = "https://rates.example.org"


settings = Settings()
