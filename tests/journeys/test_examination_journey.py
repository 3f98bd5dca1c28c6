"""The examination typed at a keyboard: keys are counted, and nothing is lost when a session ends or a button is pressed twice."""

from __future__ import annotations

import sys
from typing import Any

SECONDS_PER_KEY = 0.6
"""An unhurried hand that looks at the patient between two keys; a typist takes 0.2."""


class _Keys:
    def __init__(self, page: Any) -> None:
        self._page, self.count = page, 0

    def type(self, text: str) -> None:
        self.count += len(text)
        self._page.keyboard.type(text)

    def press(self, key: str) -> None:
        self.count += 1
        self._page.keyboard.press(key)


def test_a_full_limb_examination_takes_under_two_minutes_of_keys(visitor: Any) -> None:
    """Given the form, when all muscles of arms and legs, reflexes, tone and feeling are typed, then under 120 s of keys record them all."""
    clinician = visitor()
    page = clinician.page
    clinician.sign_in("clinician", "demo-clinician")
    # A patient whom no other journey examines: the same finding twice within minutes counts once.
    clinician.press("text=Palmquist")
    clinician.press("text=Examine")
    clinician.look("examination-empty")
    keys = _Keys(page)
    page.focus("#mrc-trapezius-right")
    muscles = (
        page.locator("[data-cell=mrc]").count() - page.locator("[aria-labelledby=h-part-1] [data-cell=mrc]").count()
    )
    keys.type("55" * 2 + "4-4" + "5" * (muscles - 6))
    assert page.evaluate("document.activeElement.dataset.cell") == "reflex"
    assert page.input_value("#mrc-deltoid-right") == "4-" and page.input_value("#mrc-deltoid-left") == "4"
    assert page.input_value("#mrc-extensor_hallucis_longus-left") == "5"
    keys.press("Enter")  # the jaw reflex is left out
    keys.type("2" * 10)
    keys.type("nnnn")
    keys.type("2" * 22 + "11")
    assert page.evaluate("document.activeElement.id") == "value-mid_upper_arm_circumference-right"
    page.focus("#mrc-deltoid-right")
    keys.type("w")
    assert page.is_checked("[name=wasted-deltoid-right]")
    clinician.look("examination-filled")
    sys.stdout.write(
        f"full limb examination: {muscles} muscles, {keys.count} keys, {keys.count * SECONDS_PER_KEY:.0f} s\n"
    )
    assert keys.count * SECONDS_PER_KEY < 120
    page.click("text=What can be typed")
    clinician.look("examination-keys")
    page.dblclick("text=Record and rank again")
    page.wait_for_selector(".said")
    assert f"{muscles + 1 + 10 + 8 + 24} findings of the examination are recorded" in page.inner_text(".said")
    clinician.press("text=Examine")
    assert page.input_value("#mrc-deltoid-right") == "" and page.is_hidden("#kept")


def test_what_was_typed_survives_the_end_of_the_session(visitor: Any, server: str) -> None:
    """Given a half typed form, when the session has ended and the form is sent, then after signing in it stands there again."""
    clinician = visitor()
    page = clinician.page
    clinician.sign_in("clinician", "demo-clinician")
    clinician.press("text=Frost, Dylan")
    clinician.press("text=Examine")
    page.focus("#mrc-deltoid-right")
    page.keyboard.type("34")
    page.fill("#value-grip-right", "12")
    page.check("[name=sign-babinski][value=no]")
    clinician.context.clear_cookies(name="myotome_session")
    clinician.press("text=Record and rank again")
    page.fill("[name=username]", "clinician")
    page.fill("[name=password]", "demo-clinician")
    clinician.press("main button.main")
    if "/examination/" not in page.url:
        clinician.press("text=Frost, Dylan")
        clinician.press("text=Examine")
    assert page.is_visible("#kept")
    assert (page.input_value("#mrc-deltoid-right"), page.input_value("#mrc-deltoid-left")) == ("3", "4")
    assert page.input_value("#value-grip-right") == "12" and page.is_checked("[name=sign-babinski][value=no]")
    clinician.look("examination-kept")
    clinician.press("text=Record and rank again")
    assert "4 findings" in page.inner_text(".said")


def test_the_examination_on_a_phone(visitor: Any) -> None:
    """Given a phone, when the form is opened, then it fits the screen and a wrong unit is told at its cell."""
    clinician = visitor(phone=True)
    page = clinician.page
    clinician.sign_in("clinician", "demo-clinician")
    clinician.press("text=Noor, Halima")
    clinician.press("text=Examine")
    page.fill("#value-calf_circumference-left", "36 kg")
    clinician.press("text=Record and rank again")
    assert "Calf, left" in page.inner_text(".problem") and "is not measured in kg" in page.inner_text(".problem")
    assert page.input_value("#value-calf_circumference-left") == "36 kg"
    clinician.look("phone-examination-problem")
