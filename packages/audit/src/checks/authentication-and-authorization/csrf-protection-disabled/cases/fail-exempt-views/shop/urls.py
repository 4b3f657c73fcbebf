from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from shop import views

urlpatterns = [
    path("address/", views.change_address),
    path("phone/", csrf_exempt(views.change_phone)),
    path("hooks/payments/", views.payment_hook),
    path("saml/acs/", views.acs),
    path("name/", views.change_name),
    path("prices/", views.prices),
]
