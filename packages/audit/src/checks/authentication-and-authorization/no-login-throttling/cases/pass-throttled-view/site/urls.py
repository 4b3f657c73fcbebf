from django.urls import path

from site.views import LoginView

urlpatterns = [path("api/login/", LoginView.as_view())]
