"""What was given, written once."""

import django.db.models.deletion
from django.db import migrations, models

from myotome.record.triggers import written_once


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("record", "0003_patient_by_name"),
    ]

    operations = [
        migrations.CreateModel(
            name="GivenPart",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(choices=[("plan", "The plan"), ("programme", "The exercises")], max_length=10),
                ),
                ("content", models.JSONField()),
                (
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="parts", to="record.release"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "constraints": [models.UniqueConstraint(fields=("release", "kind"), name="one_part_of_a_kind")],
            },
        ),
        written_once("given_givenpart"),
    ]
