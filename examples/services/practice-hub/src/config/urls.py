from django.contrib import admin
from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView

from config.health import health

urlpatterns = [
    path("admin/", admin.site.urls),
    path("health/", health),
    path("api/schema/", SpectacularAPIView.as_view()),
    path("api/accounts/", include("modules.accounts.urls")),
    path("api/training/", include("modules.training.urls")),
    path("api/billing/", include("modules.billing.urls")),
]
