"""From the worklist to a signed letter as a tired clinician goes: with the keyboard alone, and on a phone without scripts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

MOST_TABS = 400


def _tab_to(who: Any, text: str) -> None:
    """Press Tab until the thing in focus says ``text``, as somebody without a mouse does."""
    for _ in range(MOST_TABS):
        who.page.keyboard.press("Tab")
        said = who.page.evaluate(
            "(document.activeElement.labels?.[0]?.innerText || document.activeElement.innerText || '').trim()"
        )
        if said.startswith(text):
            seen = who.page.evaluate(
                "(() => { const at = document.activeElement.getBoundingClientRect();"
                " return at.width > 0 && at.top >= -1 && at.bottom <= innerHeight + 1; })()"
            )
            assert seen, f"{text} has the focus and is not on the screen"
            return
    raise AssertionError(f"no Tab leads to {text}")


def _press(who: Any, text: str) -> None:
    _tab_to(who, text)
    with who.page.expect_navigation():
        who.page.keyboard.press("Enter")


def test_by_keyboard_from_the_worklist_to_a_signed_letter(visitor: Callable[..., Any]) -> None:
    """Filter, file, answer, report, signature, letter, signature: no mouse, and the focus is always on the screen."""
    who = visitor()
    who.sign_in("clinician", "demo-clinician")
    _press(who, "Results to answer")
    who.look("worklist-results")
    _press(who, "4 to answer")
    _press(who, "Blood results")
    _press(who, "Accept 3 that are open")
    assert "3 accepted, 0 rejected" in who.page.inner_text(".said")
    who.look("file-answered")
    _press(who, "To the patient")
    _press(who, "Report to sign")
    _press(who, "I have read it: sign")
    who.page.locator("text=Signed by").first.wait_for()
    _press(who, "Letters")
    _press(who, "Draft a referral")
    _press(who, "Save")
    _press(who, "I have read it: sign")
    assert "is signed" in who.page.content()
    who.look("letter-signed-by-keyboard")


def test_on_a_phone_without_scripts_from_the_worklist_to_a_signed_letter(visitor: Callable[..., Any]) -> None:
    """The same way with links and buttons alone; an answer is taken back and given again."""
    who = visitor(phone=True, scripts=False)
    who.sign_in("clinician", "demo-clinician")
    who.press("a:has-text('Achterberg')")
    who.press("a:has-text('Report')")
    if who.page.locator("button:has-text('I have read it')").count():
        who.press("button:has-text('I have read it')")
    assert "Signed by" in who.page.inner_text(".clinic-bar")
    who.press(".clinic-bar a:has-text('Letters')")
    who.press("button:has-text('Draft a referral')")
    who.press("button:has-text('Save')")
    who.press("button:has-text('I have read it')")
    assert "is signed" in who.page.content()
    who.look("letter-signed-phone")
    who.press("a:has-text('Worklist')")
    who.look("worklist-phone")
