from rest_framework import viewsets
from rest_framework.permissions import AllowAny, IsAuthenticatedOrReadOnly
from rest_framework.views import APIView


class OrderViewSet(viewsets.ReadOnlyModelViewSet):
    queryset = []


class ProductViewSet(viewsets.ModelViewSet):
    """Everybody may look, only staff may change."""

    permission_classes = [IsAuthenticatedOrReadOnly]


class LoginView(APIView):
    permission_classes = [AllowAny]

    def post(self, request): ...


class RefundView(APIView):
    permission_classes = [AllowAny]

    def post(self, request): ...
