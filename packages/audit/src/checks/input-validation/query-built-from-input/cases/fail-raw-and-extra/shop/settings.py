ROOT_URLCONF = "shop.urls"
MIDDLEWARE = []
