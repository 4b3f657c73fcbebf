from rest_framework import generics, viewsets

from site1.serializers import AccountSerializer, NoteSerializer


class BaseViewSet(viewsets.ModelViewSet):
    pass


class AccountViewSet(BaseViewSet):
    serializer_class = AccountSerializer


class NoteView(generics.CreateAPIView):
    serializer_class = NoteSerializer

    def perform_create(self, serializer):
        serializer.save(owner=self.request.user)
