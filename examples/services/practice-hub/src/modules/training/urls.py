from rest_framework.routers import DefaultRouter

from modules.training import views

router = DefaultRouter()
router.register("instructions", views.InstructionViewSet)
router.register("sessions", views.TrainingSessionViewSet)
router.register("attendances", views.AttendanceViewSet)

urlpatterns = router.urls
