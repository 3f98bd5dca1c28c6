"""Snapshots and reviews of the knowledge, written once."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from myotome.record.triggers import written_once


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Edition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("knowledge", models.CharField(max_length=40, unique=True)),
                ("program", models.CharField(max_length=40)),
                ("at", models.DateTimeField()),
                ("contents_deflated", models.BinaryField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Snapshot",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=20)),
                ("slug", models.CharField(max_length=80)),
                ("sha256", models.CharField(max_length=64)),
                ("text_deflated", models.BinaryField()),
                ("version", models.CharField(max_length=40)),
                ("program", models.CharField(max_length=40)),
                ("at", models.DateTimeField()),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "slug", "sha256"), name="one_snapshot_per_content")
                ],
            },
        ),
        migrations.CreateModel(
            name="ReviewEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=20)),
                ("slug", models.CharField(max_length=80)),
                ("sha256", models.CharField(max_length=64)),
                ("by_name", models.CharField(max_length=150)),
                ("role", models.CharField(max_length=120)),
                ("registration", models.CharField(blank=True, max_length=60)),
                ("clinic", models.CharField(blank=True, max_length=120)),
                (
                    "decision",
                    models.CharField(
                        choices=[
                            ("approve", "approve"),
                            ("request changes", "request changes"),
                            ("withdraw", "withdraw"),
                        ],
                        max_length=20,
                    ),
                ),
                ("remark", models.TextField(blank=True, max_length=5000)),
                ("next_review", models.DateField(blank=True, null=True)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [models.Index(fields=["kind", "slug"], name="reviews_of_an_entry")],
            },
        ),
        written_once("shelf_snapshot", "shelf_edition", "shelf_reviewentry"),
    ]
