ROOT_URLCONF = "config.urls"
INSTALLED_APPS = ["rest_framework", "crm"]
MIDDLEWARE = ["django.contrib.auth.middleware.AuthenticationMiddleware", "crm.middleware.TenantMiddleware"]
