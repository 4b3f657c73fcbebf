from django.urls import path
from rest_framework.routers import DefaultRouter

from crm import views

router = DefaultRouter()
router.register("contacts", views.ContactViewSet)
router.register("deals", views.DealViewSet)

urlpatterns = [
    path("notes/<int:pk>/", views.note_detail),
    path("own-notes/<int:pk>/", views.own_note),
    *router.urls,
]
