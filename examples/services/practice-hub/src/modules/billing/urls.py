from django.urls import path
from rest_framework.routers import DefaultRouter

from modules.billing import views

router = DefaultRouter()
router.register("invoices", views.InvoiceViewSet)

urlpatterns = [path("payment-events/", views.payment_events), *router.urls]
