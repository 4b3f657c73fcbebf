INSTALLED_APPS = ["rest_framework"]
ROOT_URLCONF = "site_one.urls"
MIDDLEWARE = ["django.middleware.security.SecurityMiddleware"]
REST_FRAMEWORK = {
    "DEFAULT_VERSIONING_CLASS": "rest_framework.versioning.AcceptHeaderVersioning",
}
