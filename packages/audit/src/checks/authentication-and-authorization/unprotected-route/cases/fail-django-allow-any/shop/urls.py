from django.urls import include, path

from orders.views import LoginView, RefundView

urlpatterns = [
    path("api/", include("orders.urls")),
    path("api/login/", LoginView.as_view()),
    path("api/refunds/", RefundView.as_view()),
]
