from django.conf import settings
from django.db import models

from modules.accounts.managers import CompanyQuerySet
from modules.accounts.models import Company


class Instruction(models.Model):
    """How something is done: lift a pallet, clean a scanner, leave the hall."""

    company = models.ForeignKey(Company, on_delete=models.CASCADE)
    title = models.CharField(max_length=160)
    body = models.TextField(help_text="HTML from the editor")
    updated_at = models.DateTimeField(auto_now=True)

    objects = CompanyQuerySet.as_manager()

    def __str__(self):
        return self.title


class TrainingSession(models.Model):
    company = models.ForeignKey(Company, on_delete=models.CASCADE)
    instruction = models.ForeignKey(Instruction, on_delete=models.PROTECT)
    trainer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    starts_at = models.DateTimeField(db_index=True)
    seats = models.PositiveSmallIntegerField(default=12)

    objects = CompanyQuerySet.as_manager()

    def __str__(self):
        return f"{self.instruction} on {self.starts_at:%Y-%m-%d}"


class Attendance(models.Model):
    company = models.ForeignKey(Company, on_delete=models.CASCADE)
    session = models.ForeignKey(TrainingSession, on_delete=models.CASCADE, related_name="attendances")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    passed = models.BooleanField(null=True)

    objects = CompanyQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "user"], name="one_seat_each")]

    def __str__(self):
        return f"{self.user} in {self.session}"
