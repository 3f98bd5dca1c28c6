"""Answers taken back, failures that were dealt with; what waits is counted once for the worklist."""

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Count

from myotome.record.triggers import written_once


def count_what_waits(apps: Any, editor: Any) -> None:
    """Write on each patient's line what waits; a job that failed before is counted when something happens to its patient next."""
    rows = apps.get_model("record", "WorklistRow").objects
    proposals = apps.get_model("files", "Proposal").objects.filter(answer=None, reading__file__withdrawal=None)
    problems = apps.get_model("files", "FileReading").objects.exclude(problem="").filter(file__withdrawal=None)
    for found, patient, column in (
        (proposals, "reading__file__patient", "to_answer"),
        (problems, "file__patient", "files_failed"),
    ):
        for one in found.values(patient).annotate(count=Count("pk")).order_by():
            rows.filter(patient=one[patient]).update(**{column: one["count"], "results_wait": True})


class Migration(migrations.Migration):
    dependencies = [
        ("files", "0002_written_once"),
        ("record", "0004_results_on_the_worklist"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AnswerTakenBack",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                (
                    "again",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="instead_of", to="files.proposal"
                    ),
                ),
                (
                    "answer",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="taken_back",
                        to="files.proposalanswer",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="FailureSettled",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                (
                    "attempt",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="settled", to="files.filejob"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        written_once("files_answertakenback", "files_failuresettled"),
        migrations.RunPython(count_what_waits, migrations.RunPython.noop),
    ]
