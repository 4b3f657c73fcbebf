ROOT_URLCONF = "site1.urls"
INSTALLED_APPS = ["rest_framework", "site1"]
MIDDLEWARE = []
REST_FRAMEWORK = {
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
}
