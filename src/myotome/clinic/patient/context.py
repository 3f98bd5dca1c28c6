"""What the patient page's template is given: the page, its forms, and the lists that fields offer."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest

from myotome.clinic.doors import gateway_of
from myotome.clinic.findings.forms import FindingForm, MeasurementForm, MedicationForm, concept_labels, measure_labels
from myotome.clinic.findings.injury_form import InjuryForm
from myotome.clinic.muscle.places import muscles_by_region
from myotome.clinic.patient.forms import DiagnosisForm, ReleaseForm
from myotome.clinic.patient.page import patient_page


def page_context(request: HttpRequest, ref: UUID, *, changed: bool = False, **forms: Any) -> dict[str, Any]:
    """The page with its forms; a form that was refused is handed in with what was typed. ``changed``: something was just recorded."""
    page = patient_page(gateway_of(request), ref, changed=changed)
    first = page.latest.diagnoses[0].diagnosis if page.latest and page.latest.diagnoses else ""
    leading = page.causes[0].cause["label"] if page.causes else ""
    fresh = {
        "finding_form": FindingForm(),
        "measurement_form": MeasurementForm(),
        "medication_form": MedicationForm(),
        "injury_form": InjuryForm(),
        "diagnosis_form": DiagnosisForm(initial={"diagnosis": first or leading}),
        "release_form": ReleaseForm(content=page.content),
    }
    lists = {"concepts": concept_labels(), "measures": measure_labels(), "regions": muscles_by_region()}
    return {
        "page": page,
        "ref": ref,
        "in_place": request.headers.get("HX-Request") == "true",
        **lists,
        **fresh,
        **forms,
    }
