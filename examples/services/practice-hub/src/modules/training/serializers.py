from rest_framework import serializers

from modules.training.models import Attendance, Instruction, TrainingSession


class InstructionSerializer(serializers.ModelSerializer):
    class Meta:
        model = Instruction
        fields = ["id", "title", "body", "updated_at"]


class AttendanceSerializer(serializers.ModelSerializer):
    class Meta:
        model = Attendance
        fields = ["id", "session", "user", "passed"]


class TrainingSessionSerializer(serializers.ModelSerializer):
    trainer_name = serializers.SerializerMethodField()
    taken = serializers.SerializerMethodField()

    class Meta:
        model = TrainingSession
        fields = ["id", "instruction", "trainer_name", "starts_at", "seats", "taken"]

    def get_trainer_name(self, session):
        return session.trainer.get_full_name()

    def get_taken(self, session):
        return session.attendances.count()
