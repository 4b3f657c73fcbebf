import os

ENVIRONMENT = os.environ["ENVIRONMENT"]
