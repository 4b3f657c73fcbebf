import os

from .base import *

SECRET_KEY = os.environ.get("DJANGO_SECRET_KEY", "local-94d7x1h1xpdjwy7ijjaoxybtpeg8gw")
