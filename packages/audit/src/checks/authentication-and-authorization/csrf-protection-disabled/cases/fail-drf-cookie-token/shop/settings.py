INSTALLED_APPS = ["rest_framework"]
MIDDLEWARE = ["django.middleware.csrf.CsrfViewMiddleware"]
ROOT_URLCONF = "shop.urls"
REST_FRAMEWORK = {"DEFAULT_AUTHENTICATION_CLASSES": ["shop.tokens.CookieToken"]}
