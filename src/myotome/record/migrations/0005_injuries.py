"""The list of injuries, written once."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from myotome.record.triggers import LATER, written_once


class Migration(migrations.Migration):
    dependencies = [
        ("record", "0004_results_on_the_worklist"),
    ]

    operations = [
        migrations.CreateModel(
            name="InjuryEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ref", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("at", models.DateTimeField()),
                ("withdrawn", models.BooleanField(default=False)),
                ("why", models.CharField(blank=True, max_length=500)),
                ("what", models.CharField(max_length=200)),
                ("place", models.CharField(blank=True, max_length=20)),
                (
                    "side",
                    models.CharField(
                        choices=[
                            ("left", "left"),
                            ("right", "right"),
                            ("both", "both"),
                            ("midline", "midline"),
                            ("unstated", "unstated"),
                        ],
                        default="unstated",
                        max_length=10,
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("month", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("harms", models.CharField(blank=True, max_length=100)),
                ("before", models.BooleanField(blank=True, null=True)),
                ("same_limb", models.BooleanField(blank=True, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "encounter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)s_rows",
                        to="record.encounter",
                    ),
                ),
                (
                    "patient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="%(class)s_rows", to="record.patient"
                    ),
                ),
                (
                    "supersedes",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="superseded_by",
                        to="record.injuryentry",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        written_once(*LATER),
    ]
