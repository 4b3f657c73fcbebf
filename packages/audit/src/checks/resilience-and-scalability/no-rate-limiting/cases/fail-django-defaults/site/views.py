from rest_framework.views import APIView


class Prices(APIView):
    def get(self, request): ...
