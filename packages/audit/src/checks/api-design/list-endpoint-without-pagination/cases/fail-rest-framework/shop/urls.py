from rest_framework.routers import DefaultRouter

from shop import views

router = DefaultRouter()
router.register("orders", views.OrderViewSet)
router.register("invoices", views.InvoiceViewSet)
router.register("payments", views.PaymentViewSet)
urlpatterns = router.urls
