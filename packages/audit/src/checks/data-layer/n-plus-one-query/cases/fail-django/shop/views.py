from django.http import JsonResponse
from rest_framework import viewsets

from shop.models import Order, Price
from shop.serializers import OrderSerializer


class OrderViewSet(viewsets.ModelViewSet):
    queryset = Order.objects.select_related("customer")
    serializer_class = OrderSerializer


def customers(request):
    orders = Order.objects.filter(open=True)
    result = []
    for order in orders:
        result.append({"number": order.number, "name": order.customer.name})
    return JsonResponse(result, safe=False)


def prices(request):
    ids = request.GET.getlist("id")
    found = [Price.objects.get(id=item) for item in ids]
    return JsonResponse([price.amount for price in found], safe=False)


def together(request):
    orders = Order.objects.filter(open=True).select_related("customer")
    return JsonResponse([order.customer.name for order in orders], safe=False)


def batch(request):
    ids = request.GET.getlist("id")
    found = Price.objects.filter(id__in=ids)
    return JsonResponse([price.amount for price in found], safe=False)
