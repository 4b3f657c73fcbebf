import os

DEBUG = os.environ.get("DJANGO_DEBUG", "True") == "True"
ROOT_URLCONF = "shop.urls"
INSTALLED_APPS = ["django.contrib.admin"]
