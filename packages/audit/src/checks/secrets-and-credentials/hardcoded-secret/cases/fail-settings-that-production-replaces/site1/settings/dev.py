from .base import *

SECRET_KEY = "dev-94d7x1h1xpdjwy7ijjaoxybtpeg8gwyl41i77d9l"
