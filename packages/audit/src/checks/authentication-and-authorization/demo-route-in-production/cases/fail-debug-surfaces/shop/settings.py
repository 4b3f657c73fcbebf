ROOT_URLCONF = "shop.urls"
INSTALLED_APPS = ["django.contrib.auth", "silk", "debug_toolbar"]
MIDDLEWARE = ["django.contrib.sessions.middleware.SessionMiddleware"]
DEBUG = False
