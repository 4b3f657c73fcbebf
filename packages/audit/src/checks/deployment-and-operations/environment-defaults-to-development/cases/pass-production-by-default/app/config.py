import os

ENVIRONMENT = os.getenv("ENVIRONMENT", "production")
