from rest_framework import viewsets
from rest_framework.response import Response

from shop.models import Invoice, Order, Payment


class OrderViewSet(viewsets.ModelViewSet):
    queryset = Order.objects.all()


class InvoiceViewSet(viewsets.ModelViewSet):
    queryset = Invoice.objects.all()
    pagination_class = None


class PaymentViewSet(viewsets.ModelViewSet):
    queryset = Payment.objects.all()

    # Serialises everything past the paginator.
    def list(self, request):
        serializer = self.get_serializer(self.get_queryset(), many=True)
        return Response(serializer.data)
