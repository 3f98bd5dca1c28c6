"""An index for the desk: patients by name."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("record", "0002_written_once"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="patient",
            index=models.Index(fields=["clinic", "family_name", "given_name"], name="patient_by_name"),
        ),
    ]
