from django.urls import path

from firms import views

urlpatterns = [path("firms", views.provision)]
