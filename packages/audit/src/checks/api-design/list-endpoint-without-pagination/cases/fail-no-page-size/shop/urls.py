from rest_framework.routers import DefaultRouter

from shop import views

router = DefaultRouter()
router.register("orders", views.OrderViewSet)
urlpatterns = router.urls
