from django.urls import path
from site_one.views import items

urlpatterns = [path("items/", items)]
