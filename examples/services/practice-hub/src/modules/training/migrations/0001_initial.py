from django.conf import settings
from django.db import migrations, models


def company():
    return models.ForeignKey(on_delete=models.deletion.CASCADE, to="accounts.company")


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("accounts", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Instruction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=160)),
                ("body", models.TextField(help_text="HTML from the editor")),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("company", company()),
            ],
        ),
        migrations.CreateModel(
            name="TrainingSession",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("starts_at", models.DateTimeField(db_index=True)),
                ("seats", models.PositiveSmallIntegerField(default=12)),
                ("company", company()),
                (
                    "instruction",
                    models.ForeignKey(on_delete=models.deletion.PROTECT, to="training.instruction"),
                ),
                (
                    "trainer",
                    models.ForeignKey(on_delete=models.deletion.PROTECT, to=settings.AUTH_USER_MODEL),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Attendance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("passed", models.BooleanField(null=True)),
                ("company", company()),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=models.deletion.CASCADE,
                        related_name="attendances",
                        to="training.trainingsession",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(on_delete=models.deletion.CASCADE, to=settings.AUTH_USER_MODEL),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="attendance",
            constraint=models.UniqueConstraint(fields=["session", "user"], name="one_seat_each"),
        ),
    ]
