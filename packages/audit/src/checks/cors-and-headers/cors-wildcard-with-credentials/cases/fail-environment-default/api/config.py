import os

ALLOWED = [item.strip() for item in os.getenv("ORIGINS", "*").split(",")]
