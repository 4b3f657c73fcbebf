ROOT_URLCONF = "shop.urls"
INSTALLED_APPS = ["django.contrib.admin"]
MIDDLEWARE = ["csp.middleware.CSPMiddleware"]
CSP_DEFAULT_SRC = ("'self'",)
CSP_SCRIPT_SRC = ("'self'", "'unsafe-inline'")
