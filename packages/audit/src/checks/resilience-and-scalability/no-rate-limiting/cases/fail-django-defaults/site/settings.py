ROOT_URLCONF = "site.urls"
INSTALLED_APPS = ["rest_framework", "shop"]
MIDDLEWARE = []
REST_FRAMEWORK = {"DEFAULT_THROTTLE_RATES": {"anon": "20/minute"}}
