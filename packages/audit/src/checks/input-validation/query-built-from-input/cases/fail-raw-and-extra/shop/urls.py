from django.urls import path

from shop.views import find

urlpatterns = [path("find/", find)]
