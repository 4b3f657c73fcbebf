ROOT_URLCONF = "firms.urls"
MIDDLEWARE = []
INSTALLED_APPS = ["firms"]
DATABASES = {
    "default": {"ENGINE": "django.db.backends.postgresql", "ATOMIC_REQUESTS": True}
}
