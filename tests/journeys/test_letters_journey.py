from __future__ import annotations

import os
import time
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest


def _pdf(visitor: Any, address: str) -> bytes:
    """The PDF behind an address, asked for with this visitor's session until it is made."""
    for _ in range(60):
        answer = visitor.context.request.get(address)
        assert answer.status == 200
        if answer.headers["content-type"] == "application/pdf":
            return bytes(answer.body())
        assert "is being made" in answer.text()
        time.sleep(1)
    pytest.fail("the PDF was never made")


def _keep(name: str, pdf: bytes) -> None:
    folder = os.environ.get("MYOTOME_SCREENSHOTS")
    if folder:
        (Path(folder) / name).write_bytes(pdf)


def test_from_the_patient_to_a_signed_referral_and_its_pdf(visitor: Any) -> None:
    """Given a patient with an alarm, when a clinician drafts, corrects and signs a referral, then the page and the PDF are signed."""
    clinician = visitor()
    page = clinician.page
    clinician.sign_in("clinician", "demo-clinician")
    clinician.press("text=Achterberg, Margaret")
    clinician.press("a:text-is('Letters')")
    clinician.look("letters")
    clinician.press("text=Draft a referral")
    assert page.input_value("[name=reason]").startswith("Please see this 63-year-old woman within 2 weeks.")
    clinician.look("letter-edit")
    page.fill("[name=post]", "Consultant neurologist")
    page.fill("[name=enclosed]", "EMG report; CK; medication list.")
    clinician.press("text=Save and look at it")
    assert "Draft, not signed." in page.inner_text("main")
    clinician.look("letter-draft")
    clinician.press("text=I have read it: sign")
    assert "signed by Dr Ines Okafor" in page.inner_text(".clinic-bar")
    assert "URGENT: WITHIN 2 WEEKS – Margaret Achterberg" in page.inner_text("h1")
    clinician.look("letter-signed")
    if find_spec("weasyprint") is not None:
        address = page.url + "pdf/"
        pdf = _pdf(clinician, address)
        assert pdf.startswith(b"%PDF")
        _keep("referral.pdf", pdf)
    clinician.press("text=Record of Achterberg")
    clinician.press("text=Report to sign")
    clinician.look("report-with-papers")
    if find_spec("weasyprint") is not None:
        _keep("report.pdf", _pdf(clinician, page.url + "pdf/"))
    clinician.press("text=Knowledge it used")
    assert "Amyotrophic lateral sclerosis" in page.inner_text("main")
    clinician.look("report-knowledge")


def test_a_letter_to_the_patient_without_scripts_and_on_a_phone(visitor: Any) -> None:
    """Given browsers without scripts or with a small screen, when a patient letter is drafted and signed, then it can be read on both."""
    clinician = visitor(scripts=False)
    page = clinician.page
    clinician.sign_in("clinician", "demo-clinician")
    clinician.press("text=Noor, Halima")
    clinician.press("a:text-is('Letters')")
    page.select_option("[name=cause]", "ulnar_neuropathy")
    clinician.press("text=Draft a letter to the patient")
    assert "The ulnar nerve runs behind" in page.input_value("[name=meaning]")
    clinician.press("text=Save and look at it")
    clinician.press("text=I have read it: sign")
    clinician.press("text=Give it to the patient")
    assert "The patient has it since" in page.inner_text(".clinic-bar")
    address = page.url

    phone = visitor(phone=True)
    phone.sign_in("clinician", "demo-clinician")
    phone.page.goto(address)
    assert "Get help at once if" in phone.page.inner_text("main")
    phone.look("patient-letter-phone")
    if find_spec("weasyprint") is not None:
        _keep("patient-letter.pdf", _pdf(clinician, address + "pdf/"))
