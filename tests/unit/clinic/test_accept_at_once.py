"""Accepting with one press what nothing speaks against, and only that."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest

pytest.importorskip("django")

from clinic_site import browser, patient

FAMILY = "Frost"
BLOOD = "Name;Value;Unit;High;Date\nCK;2347;U/L;190;2025-11-05\nPotassium;3,7;mmol/L;5,1;2025-11-05\nTSH;2,1;mIU/L;4,0;2025-11-05\n"
OF_ANOTHER = {
    "resourceType": "Bundle",
    "type": "collection",
    "entry": [
        {"resource": {"resourceType": "Patient", "birthDate": "1911-02-01"}},
        *(
            {
                "resource": {
                    "resourceType": "Observation",
                    "status": "final",
                    "code": {
                        "coding": [{"system": "http://loinc.org", "code": "2157-6", "display": "Creatine kinase"}]
                    },
                    "effectiveDateTime": f"2025-11-0{day}T08:30:00Z",
                    "valueQuantity": {
                        "value": 2345,
                        "unit": "U/L",
                        "system": "http://unitsofmeasure.org",
                        "code": "U/L",
                    },
                }
            }
            for day in (3, 4)
        ),
    ],
}


def _file(content: str) -> Any:
    """Upload and read a file; its page's address."""
    from myotome.clinic.investigations.reading import read_now
    from myotome.record.files.models import StoredFile

    row = patient(FAMILY)
    sent = io.BytesIO(content.encode())
    sent.name = "blood.csv"
    assert browser("clinician").post(f"/patients/{row.ref}/files/", {"files": [sent]}).status_code == 302
    stored = StoredFile.objects.filter(patient=row).latest("pk")
    read_now(stored.ref)
    return f"/patients/{row.ref}/files/{stored.ref}/"


def _answers(address: str) -> list[bool | None]:
    context = browser("clinician").get(address).context
    return [one.accepted for one in context["reading"].proposals]


def test_of_a_file_about_somebody_else_nothing_is_accepted_at_once() -> None:
    """The page offers no such button, and a request that claims it does nothing."""
    address = _file(json.dumps(OF_ANOTHER))
    page = browser("clinician").get(address)
    assert page.context["reading"].notices[0].startswith("Is this the right patient?")
    assert "that are open" not in page.content.decode()
    browser("clinician").post(f"{address}answers/", {"every": "accept"})
    assert _answers(address) == [None, None]


def test_a_value_that_the_record_holds_already_is_looked_at_by_itself() -> None:
    """It stays open while the others are accepted; what was answered by hand is answered so."""
    first = _file(BLOOD)
    browser("clinician").post(f"{first}answers/", {"answer-1": "accept"})
    second = _file(BLOOD + "Sodium;140;mmol/L;145;2025-11-05\n")
    page = browser("clinician").get(second).content.decode()
    assert "Accept 3 that are open, without those with a flag" in page
    browser("clinician").post(f"{second}answers/", {"every": "accept", "answer-2": "reject", "why-2": "haemolysed"})
    assert _answers(second) == [None, False, True, True]


def test_the_key_enter_in_a_field_records_the_answers_and_accepts_nothing_else() -> None:
    """A browser presses the first button of a form: that is the one which records what was answered."""
    page = browser("clinician").get(_file(BLOOD)).content.decode()
    assert 0 < page.index("Record my answers") < page.index('name="every"')
