ROOT_URLCONF = "site1.urls"
INSTALLED_APPS = ["django.contrib.auth"]
MIDDLEWARE = []
SECRET_KEY = "base-i77d9ld7x1h1xpdjwy7ijjaoxybtpeg8gwyl41"
EMAIL_HOST_PASSWORD = "k3jfh2kqwe8rtzu"
