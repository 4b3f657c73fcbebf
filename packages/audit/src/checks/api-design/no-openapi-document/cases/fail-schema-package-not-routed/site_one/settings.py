INSTALLED_APPS = ["rest_framework", "drf_spectacular"]
ROOT_URLCONF = "site_one.urls"
MIDDLEWARE = ["django.middleware.security.SecurityMiddleware"]
