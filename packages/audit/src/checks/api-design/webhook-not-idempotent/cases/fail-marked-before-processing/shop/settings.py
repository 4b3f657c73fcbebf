ROOT_URLCONF = "shop.urls"
MIDDLEWARE = []
INSTALLED_APPS = ["billing"]
