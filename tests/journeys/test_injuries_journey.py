"""Injuries: a patient on a phone is asked one question a screen; a clinician adds one in place and sees what it moved."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def test_a_patient_tells_an_injury_on_a_phone(visitor: Callable[..., Any]) -> None:
    """Five small screens for one injury, then it stands among the answers."""
    one = visitor(phone=True)
    one.sign_in("patient", "demo-patient")
    one.go("/my/questions/injuries/")
    one.page.fill("[name=answer]", "Broke my wrist on ice")
    one.press("button[value=next]")
    one.page.select_option("[name=place]", "forearm")
    one.page.select_option("[name=side]", "left")
    one.look("injury-where")
    one.press("button.main")
    one.page.fill("[name=year]", "2012")
    one.press("button.main")
    one.page.locator("label:has-text('A broken bone')").click()
    one.look("injury-harms")
    one.press("button.main")
    one.page.locator("label:has-text('Yes')").click()
    one.look("injury-before")
    one.press("button.main")
    one.press("button.main")
    one.go("/my/questions/check/")
    assert "Broke my wrist on ice, left forearm or wrist, 2012" in one.page.inner_text("main")
    one.look("injury-checked")


def test_a_clinician_adds_an_injury_in_place(visitor: Callable[..., Any]) -> None:
    """The page ranks anew without being left, and the injury stands in its list."""
    one = visitor()
    one.sign_in("clinician", "demo-clinician")
    one.press("table.list a:has-text('Pereira')")
    one.page.locator("#fold-injuries > summary").click()
    one.page.fill("#injury-what", "Hip broken in a fall")
    one.page.select_option("#injury-place", "hip")
    one.page.fill("#injury-year", "2025")
    one.page.locator("#fold-injuries label:has-text('a broken bone')").click()
    one.page.select_option("#injury-before", "yes")
    one.page.click("#fold-injuries button")
    one.page.locator("#fold-injuries li:has-text('Hip broken in a fall')").wait_for(state="attached")
    assert "Injuries (1)" in one.page.inner_text("#fold-injuries > summary")
    one.look("injury-added")
    one.go(one.page.url.removeprefix(one._server).partition("?")[0].partition("#")[0] + "interview/form/")
    one.page.fill("#a-injuries", "Car crash")
    one.page.keyboard.press("Tab")
    one.page.locator("#saved a:has-text('show them')").click()
    one.page.locator("legend:has-text('Injury 1')").wait_for()
    one.page.locator("legend:has-text('Injury 1')").scroll_into_view_if_needed()
    one.look("injury-row")
