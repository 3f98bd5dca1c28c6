"""Fills the demo with one health check that is half done, through the same forms as everybody else."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from django.utils import timezone

from myotome.clinic.health_check.entering import enter
from myotome.clinic.health_check.forms import PartForm
from myotome.journey.health_check.parts import load_parts
from myotome.record.checks.keeping import keep_part, read_check, start_check
from myotome.record.gateway import Gateway
from myotome.record.roles import Deed
from myotome.words.errors import KnowledgeError

FILLED: Final = {
    "girth": {
        "calf_circumference-right": "33.5", "calf_circumference-left": "33", "thigh_circumference-right": "49.5",
        "thigh_circumference-left": "49", "mid_upper_arm_circumference": "27",
    },
    "grip": {"grip-right": "15.5", "grip-left": "14"},
    "chair_stand": {"chair_stand_5x": "16.4"},
    "nutrition": {"weight": "58", "height": "163", "weight_before": "61", "low_protein_intake": "yes", "choking": "no"},
}  # fmt: skip
NOT_DONE: Final = {"gait": "Came in a wheelchair today, tries again on the next visit"}


def seed_check(clinician: Any, ref: UUID) -> None:
    """One check, begun an hour ago, with values, one part left out, and the rest missing."""
    begun = timezone.now() - timedelta(hours=1)
    gateway = Gateway(clinician, lambda: begun)
    with gateway.open(ref, Deed.WRITE_RECORD, "demo") as file:
        check = start_check(file, ["ultrasound"])
        for part, said in FILLED.items():
            day = timezone.localdate(begun).isoformat()
            form = PartForm(load_parts()[part], file.person(), {**said, "taken_on": day})
            if not form.is_valid():
                raise KnowledgeError("the demo's health check does not fit its form", place=part, value=form.errors)
            enter(file, read_check(file, check), form)
        for part, why in NOT_DONE.items():
            keep_part(file, check, part, left_out=why)
