from rest_framework import viewsets

from shop.models import Order


class OrderViewSet(viewsets.ModelViewSet):
    queryset = Order.objects.all()
