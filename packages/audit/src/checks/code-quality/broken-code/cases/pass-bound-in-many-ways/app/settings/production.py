from .base import *

DATABASE = {"debug": DEBUG, "name": PRODUCTION_NAME}
