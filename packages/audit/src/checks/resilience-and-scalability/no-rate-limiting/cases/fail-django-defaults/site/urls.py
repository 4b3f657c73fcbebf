from django.urls import path

from site.views import Prices

urlpatterns = [path("api/prices/", Prices.as_view())]
