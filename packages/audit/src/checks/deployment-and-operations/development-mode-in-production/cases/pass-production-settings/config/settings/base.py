import environ

env = environ.Env()
DEBUG = env.bool("DJANGO_DEBUG", False)
ROOT_URLCONF = "config.urls"
INSTALLED_APPS = ["django.contrib.admin"]
