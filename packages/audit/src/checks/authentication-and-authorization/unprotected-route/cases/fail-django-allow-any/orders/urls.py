from rest_framework.routers import DefaultRouter

from orders.views import OrderViewSet, ProductViewSet

router = DefaultRouter()
router.register("orders", OrderViewSet)
router.register("products", ProductViewSet)

urlpatterns = router.urls
