from __future__ import annotations

import re
from typing import Any

STORY = "My thighs are weak on the stairs"


def test_intake_on_a_phone_with_a_break_in_the_middle(visitor: Any) -> None:
    """Given a phone, when a patient answers, stops, comes back, is told what cannot wait and sends, then the clinic has it all."""
    patient = visitor(phone=True)
    page = patient.page
    patient.sign_in("patient", "demo-patient")
    patient.look("phone-home")
    patient.press("text=Answer questions")
    patient.look("phone-start")
    answered = re.search(r"(\d+) questions? answered", page.inner_text("main"))
    before = int(answered[1]) if answered else 0  # another journey may have told an injury of this patient
    patient.press("main a.main")
    page.fill("textarea", STORY)
    patient.look("phone-own-words")
    patient.press("text=Continue")
    assert page.inner_text("h1") == "Did we understand you?" and page.locator("input:checked").count() == 0
    page.locator(".heard >> text=Yes").first.click()
    patient.look("phone-understood")
    patient.press("text=Continue")
    page.check("text=Some months ago")
    patient.look("phone-choice")
    patient.press("text=Continue")
    patient.press("text=Stop here and go on later")
    assert f"{before + 2} questions answered" in page.inner_text("main")
    patient.press("text=Sign out")

    again = visitor(phone=True)
    page = again.page
    again.sign_in("patient", "demo-patient")
    again.go("/my/questions/")
    again.press("main a.main")
    for _ in range(3):
        page.locator(".options input").first.check()
        again.press("text=Continue")
    again.press("text=Continue")
    assert "nothing is ticked" in page.locator(".problem").inner_text().lower()
    again.look("phone-problem")
    page.check("text=Short of breath when you sit still")
    again.press("text=Continue")
    assert "999" in page.inner_text("main")
    again.look("phone-urgent")
    again.press("text=Send my answers to the clinic now")
    assert STORY in page.inner_text("main")
    again.look("phone-check")
    again.press("main button.main")
    assert "with the clinic" in page.inner_text("main")
    again.look("phone-sent")

    clinician = visitor()
    clinician.sign_in("clinician", "demo-clinician")
    row = clinician.page.locator("tr", has_text="Bell, Arthur")
    assert "by the patient" in row.inner_text()
    assert "new" in row.inner_text()
    clinician.press("text=Bell, Arthur")
    assert STORY in clinician.page.inner_text("#findings")


def test_intake_works_without_javascript(visitor: Any) -> None:
    """Given no scripts, when one question is answered with "I don't know", then the next one comes."""
    patient = visitor(phone=True, scripts=False)
    patient.sign_in("patient", "demo-patient")
    patient.go("/my/questions/since_when/")
    patient.press("text=I don't know")
    assert "/my/questions/" in patient.page.url and "since_when" not in patient.page.url
