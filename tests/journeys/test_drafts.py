"""What was typed into an examination and not recorded: kept for who typed it, gone after they sign out and for anybody else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

CELL = "input[data-cell=mrc]"
DRAFTS = "Object.keys(sessionStorage).filter(key => key.startsWith('examination '))"


def _typed(who: Any) -> str:
    """Sign in, type one grade of the first patient's examination, and say where."""
    who.sign_in("clinician", "demo-clinician")
    who.press("table.list tbody tr:first-child th a")
    address = who.page.url.removeprefix(who._server) + "examination/"
    who.go(address)
    who.page.locator(CELL).first.fill("4")
    assert len(who.page.evaluate(DRAFTS)) == 1
    return address


def test_a_draft_ends_with_signing_out(visitor: Callable[..., Any]) -> None:
    """The same person, in the same tab, finds nothing of it after signing out."""
    one = visitor()
    address = _typed(one)
    one.go("/worklist/")
    one.go(address)
    assert one.page.locator("#kept").is_visible() and one.page.locator(CELL).first.input_value() == "4"
    one.press("form.me button")
    assert one.page.evaluate(DRAFTS) == []
    one.sign_in("clinician", "demo-clinician")
    one.go(address)
    assert one.page.locator("#kept").is_hidden() and one.page.locator(CELL).first.input_value() == ""


def test_a_draft_is_for_who_typed_it_and_survives_a_session_that_ran_out(visitor: Callable[..., Any]) -> None:
    """A lost session keeps it for the same person; somebody else who signs in removes it."""
    one = visitor()
    address = _typed(one)
    one.context.clear_cookies()
    one.go("/sign-in/")
    assert len(one.page.evaluate(DRAFTS)) == 1
    one.sign_in("clinician", "demo-clinician")
    one.go(address)
    assert one.page.locator(CELL).first.input_value() == "4"
    one.context.clear_cookies()
    one.sign_in("visitor", "demo-visitor")
    assert one.page.evaluate(DRAFTS) == []


def test_signing_out_in_one_tab_empties_the_others(visitor: Callable[..., Any]) -> None:
    """The other tab drops what was typed and leaves the record."""
    one = visitor()
    _typed(one)
    other = one.context.new_page()
    other.goto(f"{one._server}/worklist/")
    with one.page.expect_navigation():
        other.click("form.me button")
    one.page.locator("[name=username]").wait_for()
    assert one.page.evaluate(DRAFTS) == []
