from django.contrib import admin
from django.contrib.auth.decorators import login_required
from django.urls import path

from wiki import views

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", views.start),
    path("pages/new/", views.PageCreate.as_view()),
    path("pages/<int:pk>/delete/", login_required(views.delete)),
    path("pages/<int:pk>/move/", views.move),
]
