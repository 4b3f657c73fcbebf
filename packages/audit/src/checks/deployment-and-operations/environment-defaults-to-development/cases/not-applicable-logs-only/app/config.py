import logging
import os

ENV = os.getenv("ENV", "development")
if ENV == "production":
    logging.basicConfig(format="json")
