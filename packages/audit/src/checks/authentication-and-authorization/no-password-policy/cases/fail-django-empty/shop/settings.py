SECRET_KEY = read_secret("django")
ROOT_URLCONF = "shop.urls"
INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
]
MIDDLEWARE = ["django.middleware.security.SecurityMiddleware"]
AUTH_PASSWORD_VALIDATORS = []
