"""What the patient page's template is given: the page as drawn, and the lists that its fields offer."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.template.loader import render_to_string

from myotome.clinic.doors import gateway_of
from myotome.clinic.findings.forms import FindingForm, MeasurementForm, MedicationForm, concept_labels, measure_labels
from myotome.clinic.findings.injury_form import InjuryForm
from myotome.clinic.forms import fresh
from myotome.clinic.muscle.places import muscles_by_region
from myotome.clinic.patient.drawing import draw_path
from myotome.clinic.patient.forms import DiagnosisForm, ReleaseForm
from myotome.clinic.patient.page import patient_page


def page_context(request: HttpRequest, ref: UUID, *, changed: bool = False, **forms: Any) -> dict[str, Any]:
    """The page with its forms; a form that was refused is handed in with what was typed. ``changed``: something was just recorded."""
    page = patient_page(gateway_of(request), ref, changed=changed)
    first = page.latest.diagnoses[0].diagnosis if page.latest and page.latest.diagnoses else ""
    leading = page.causes[0].cause["label"] if page.causes else ""
    in_place = request.headers.get("HX-Request") == "true"
    drawn = {
        "page": page,
        "ref": ref,
        "in_place": in_place,
        "messages": get_messages(request),
        "chooser": render_to_string("muscle/chooser.html", {"ref": ref, "regions": muscles_by_region()}),
        "finding_form": fresh(FindingForm),
        "measurement_form": fresh(MeasurementForm),
        "medication_form": fresh(MedicationForm),
        "injury_form": fresh(InjuryForm),
        "diagnosis_form": fresh(DiagnosisForm, diagnosis=first or leading),
        "release_form": ReleaseForm(content=page.content),
        **forms,
    }
    return {
        "page": page,
        "path": draw_path(request, drawn),
        "in_place": in_place,
        "concepts": concept_labels(),
        "measures": measure_labels(),
    }
