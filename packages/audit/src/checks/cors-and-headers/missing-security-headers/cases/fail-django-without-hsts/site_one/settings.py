INSTALLED_APPS = ["django.contrib.sessions"]
ROOT_URLCONF = "site_one.urls"
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
