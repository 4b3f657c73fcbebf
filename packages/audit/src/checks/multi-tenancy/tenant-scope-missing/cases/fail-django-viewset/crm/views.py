from django.shortcuts import get_object_or_404
from rest_framework import serializers, viewsets
from rest_framework.decorators import api_view
from rest_framework.response import Response

from crm.models import Contact, Deal, Note


class ContactSerializer(serializers.ModelSerializer):
    class Meta:
        model = Contact
        fields = ["id", "name"]


class TenantQuerysetMixin:
    def get_queryset(self):
        return super().get_queryset().filter(tenant=self.request.tenant)


class ContactViewSet(TenantQuerysetMixin, viewsets.ModelViewSet):
    queryset = Contact.objects.all()
    serializer_class = ContactSerializer


class DealViewSet(viewsets.ModelViewSet):
    queryset = Deal.objects.all()
    serializer_class = ContactSerializer


@api_view(["GET"])
def note_detail(request, pk):
    note = get_object_or_404(Note, pk=pk)
    return Response({"text": note.text})


@api_view(["GET"])
def own_note(request, pk):
    note = get_object_or_404(Note, pk=pk, tenant=request.tenant)
    return Response({"text": note.text})


class NoteViewSet(viewsets.ModelViewSet):
    serializer_class = ContactSerializer

    def get_queryset(self):
        return Note.objects.all()


class OwnNoteViewSet(viewsets.ModelViewSet):
    serializer_class = ContactSerializer

    def get_queryset(self):
        return Note.objects.filter(tenant=self.request.tenant)
