import os


class Config:
    SECRET_KEY = os.environ.get("SECRET_KEY") or "you-will-never-guess"


class TestingConfig(Config):
    SECRET_KEY = "only-for-tests-8231"


class DevelopmentConfig(Config):
    SECRET_KEY = "only-for-developers-8231"


class ProductionConfig(Config):
    JWT_SECRET_KEY = "n3v3r-ch4nged-8231"
