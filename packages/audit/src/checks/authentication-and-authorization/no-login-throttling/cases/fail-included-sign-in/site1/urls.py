from django.urls import include, path

from site1 import views

urlpatterns = [
    path("accounts/", include("django.contrib.auth.urls")),
    path("orders/", views.orders),
]
