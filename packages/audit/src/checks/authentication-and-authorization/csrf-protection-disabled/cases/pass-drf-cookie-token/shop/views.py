from rest_framework.views import APIView


class OrderView(APIView):
    def post(self, request):
        return None
