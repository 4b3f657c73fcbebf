ROOT_URLCONF = "firms.urls"
MIDDLEWARE = []
INSTALLED_APPS = ["firms"]
