from __future__ import annotations

from typing import Any


def test_the_whole_interview_is_typed_on_one_page_and_saved_as_one_goes(visitor: Any) -> None:
    """Given the dense form, when keys answer and a misspelt medicine is typed, then it is saved without a button and recognised."""
    clinician = visitor()
    page = clinician.page
    clinician.sign_in("clinician", "demo-clinician")
    clinician.press("text=Lindgren, Noah")
    clinician.press("main >> text=Interview")
    clinician.press("text=All questions on one page")
    clinician.look("dense")
    page.focus("#q-cramps input[value='']")
    page.keyboard.press("y")
    page.wait_for_selector("#saved:has-text('1 question answered')")
    page.locator("#a-prescriptions").press_sequentially("atorvastattin 40 mg\npaper clips")
    page.wait_for_selector("#r-prescriptions strong:has-text('atorvastatin')")
    assert "not recognised" in page.inner_text("#r-prescriptions") and "Check the spelling" in page.inner_text(
        "#r-prescriptions"
    )
    page.locator("#a-prescriptions").blur()
    page.wait_for_selector("#saved:has-text('2 questions answered')")
    page.reload()
    assert page.is_checked("#q-cramps input[value=yes]") and "atorvastattin" in page.input_value("#a-prescriptions")
    clinician.look("dense-answered")
    clinician.press("text=Record the interview and rank again")
    assert "atorvastattin" in page.inner_text("main")


def test_a_letter_is_read_and_confirmed_without_javascript(visitor: Any) -> None:
    """Given no scripts, when a letter is read and each proposal answered, then only what was confirmed is recorded."""
    clinician = visitor(scripts=False)
    page = clinician.page
    clinician.sign_in("clinician", "demo-clinician")
    clinician.press("text=Frost, Dylan")
    clinician.press("main >> text=Interview")
    clinician.press("text=Read a letter or a note")
    page.fill(
        "#text", "Progressive weakness of both arms. No double vision. CK 2400 U/L. His brother is wasted. Knurbled."
    )
    clinician.press("text=Read it")
    boxes = page.locator("fieldset.take")
    assert boxes.count() >= 3 and page.locator("fieldset.take input:checked").count() == 0
    for at in range(boxes.count()):
        boxes.nth(at).locator(
            "[value=yes]"
            if "CK" in boxes.nth(at).inner_text() or "2400" in boxes.nth(at).inner_text()
            else "[value=no]"
        ).check()
    clinician.press("text=Record what I said yes to")
    assert f"1 of {boxes.count() or ''}".strip() in page.inner_text(".said")


def test_the_reading_page(visitor: Any) -> None:
    """Given a letter, when it is read, then the page passes axe and shows quotes and what was not understood."""
    clinician = visitor()
    clinician.sign_in("clinician", "demo-clinician")
    clinician.press("text=Noor, Halima")
    clinician.press("main >> text=Interview")
    clinician.press("text=Read a letter or a note")
    clinician.page.fill(
        "#text",
        "Progressive weakness of both hands. No numbness. CK 900 U/L. Takes atorvastatin 40 mg. His brother is wasted. Knurbled.",
    )
    clinician.press("text=Read it")
    clinician.look("read-letter")
    phone = visitor(phone=True)
    phone.sign_in("clinician", "demo-clinician")
    phone.press("text=Noor, Halima")
    phone.press("main >> text=Interview")
    phone.press("text=All questions on one page")
    phone.look("phone-dense")
