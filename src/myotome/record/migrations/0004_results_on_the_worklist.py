"""How many results wait, on the worklist's line of a patient, with indexes for its filters."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("record", "0003_patient_by_name"),
    ]

    operations = [
        migrations.AddField(
            model_name="worklistrow",
            name="files_failed",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="worklistrow",
            name="results_wait",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="worklistrow",
            name="to_answer",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddIndex(
            model_name="worklistrow",
            index=models.Index(
                condition=models.Q(("results_wait", True)),
                fields=["clinic", "urgency", "changed_at", "patient"],
                name="worklist_results",
            ),
        ),
        migrations.AddIndex(
            model_name="worklistrow",
            index=models.Index(
                condition=models.Q(("signed", False)),
                fields=["clinic", "urgency", "changed_at", "patient"],
                name="worklist_unsigned",
            ),
        ),
        migrations.AddIndex(
            model_name="worklistrow",
            index=models.Index(
                condition=models.Q(("seen_at", None), ("seen_at__lt", models.F("changed_at")), _connector="OR"),
                fields=["clinic", "urgency", "changed_at", "patient"],
                name="worklist_changed",
            ),
        ),
    ]
