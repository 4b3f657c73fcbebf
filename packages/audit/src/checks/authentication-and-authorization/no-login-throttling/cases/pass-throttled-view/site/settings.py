ROOT_URLCONF = "site.urls"
INSTALLED_APPS = ["django.contrib.auth", "rest_framework"]
MIDDLEWARE = []
