"""The diary keeps bookings; the simple diary of before, which nothing wrote any more, goes."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("record", "0005_injuries"),
    ]

    operations = [
        migrations.DeleteModel(
            name="Visit",
        ),
    ]
