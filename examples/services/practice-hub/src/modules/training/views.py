import csv
import io

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from rest_framework import viewsets
from rest_framework.decorators import action
from rest_framework.parsers import MultiPartParser
from rest_framework.response import Response

from modules.core.rules import load_rules, remember_rules
from modules.training.calendar_sync import sync_session
from modules.training.models import Attendance, Instruction, TrainingSession
from modules.training.serializers import (
    AttendanceSerializer,
    InstructionSerializer,
    TrainingSessionSerializer,
)


class CompanyScoped:
    def get_queryset(self):
        return super().get_queryset().for_company(self.request.company)

    def perform_create(self, serializer):
        serializer.save(company=self.request.company)


class InstructionViewSet(CompanyScoped, viewsets.ModelViewSet):
    queryset = Instruction.objects.all()
    serializer_class = InstructionSerializer

    @action(detail=True)
    def page(self, request, pk=None):
        return render(request, "training/instruction.html", {"instruction": self.get_object()})

    @action(detail=False, methods=["post"], parser_classes=[MultiPartParser])
    def rules(self, request):
        document = request.FILES["rules"].read().decode()
        rules = load_rules(document)
        remember_rules(request.company, rules)
        return Response({"rules": len(rules)})


class TrainingSessionViewSet(CompanyScoped, viewsets.ModelViewSet):
    queryset = TrainingSession.objects.all()
    serializer_class = TrainingSessionSerializer

    def perform_create(self, serializer):
        session = serializer.save(company=self.request.company, trainer=self.request.user)
        sync_session(session)

    @action(detail=True)
    def list_of_names(self, request, pk=None):
        session = get_object_or_404(TrainingSession, pk=pk)
        names = [attendance.user.get_full_name() for attendance in session.attendances.all()]
        return Response({"names": names})


class AttendanceViewSet(CompanyScoped, viewsets.ModelViewSet):
    queryset = Attendance.objects.select_related("session")
    serializer_class = AttendanceSerializer

    @action(detail=False)
    def export(self, request):
        rows = list(self.get_queryset())
        buffer = io.StringIO()
        writer = csv.writer(buffer)
        writer.writerow(["session", "user", "passed"])
        for row in rows:
            writer.writerow([row.session_id, row.user.get_full_name(), row.passed])
        return HttpResponse(buffer.getvalue(), content_type="text/csv")
