import os

ROOT_URLCONF = "shop.urls"
INSTALLED_APPS = ["django.contrib.admin"]
ALLOWED_HOSTS = os.environ.get("DJANGO_ALLOWED_HOSTS", "*").split(",")
