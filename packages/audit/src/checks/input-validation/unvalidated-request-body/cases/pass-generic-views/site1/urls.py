from django.urls import include, path
from rest_framework.routers import DefaultRouter

from site1.views import AccountViewSet, NoteView

router = DefaultRouter()
router.register("accounts", AccountViewSet)

urlpatterns = [
    path("api/", include(router.urls)),
    path("api/notes/", NoteView.as_view()),
]
