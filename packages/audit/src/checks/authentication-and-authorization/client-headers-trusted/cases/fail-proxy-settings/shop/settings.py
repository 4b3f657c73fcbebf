ROOT_URLCONF = "shop.urls"
INSTALLED_APPS = ["django.contrib.admin"]
ALLOWED_HOSTS = ["*"]
