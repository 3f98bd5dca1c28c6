"""The report on paper: short, its words whole, and everything only where it is asked for. The case is the demo's ALS."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import pytest

pytest.importorskip("django")

from clinic_site import browser, patient, user
from paper import weasyprint_or_skip

weasyprint = weasyprint_or_skip(whole_file=True)

MOST_PAGES = 8
TAIL = ("Every number", "Finding State Known by Words", "Marked muscles from head to foot")


@lru_cache(maxsize=1)
def _report() -> str:
    from myotome.record.gateway import Gateway
    from myotome.record.roles import Deed

    with Gateway(user("clinician")).open(patient("Achterberg").ref, Deed.READ_RECORD, "test") as file:
        latest = file.latest()
        assert latest is not None
        return file.report(latest.number)


@lru_cache(maxsize=2)
def _pages(html: str) -> tuple[str, ...]:
    """The words of each page, line by line."""
    return tuple(
        "\n".join(box.text for box in page._page_box.descendants() if getattr(box, "text", ""))
        for page in weasyprint.HTML(string=html).render().pages
    )


def test_the_short_print_is_short_and_its_first_page_says_what_to_do() -> None:
    """At most eight pages; the first has the red flag with what to do, the causes, the next test, whom to refer to and where it is."""
    pages = _pages(_report())
    assert len(pages) <= MOST_PAGES
    for needed in (
        "Red flags",
        "within 2 weeks",
        "Likeliest causes",
        "Next test",
        "Refer to",
        "Mind first",
        "Where, and how much",
    ):
        assert needed in pages[0], needed


def test_what_has_to_be_known_is_in_the_short_print() -> None:
    """Ranking, tests to order, referral, plan, what comes after the diagnosis by name, sources, and that it is short."""
    whole = "\n".join(_pages(_report()))
    for needed in (
        "Ranked causes",
        "Needle EMG",
        "Send along:",
        "Safety first",
        "and never before:",
        "Care in ALS",
        "Sources",
        "Printed short",
    ):
        assert needed in whole, needed


def test_no_word_of_a_table_is_broken() -> None:
    """A narrow column does not cut a word of ours in two."""
    words = {word for page in _pages(_report()) for word in page.split()}
    assert "high" in words and not words & {"hig", "elicit", "moderat", "consensu", "Amyotrophi"}


def test_everything_is_printed_where_it_is_asked_for() -> None:
    """The numbers behind each cause and all findings, and no word that it is short."""
    from myotome.journey.report import print_whole

    short, pages = _pages(_report()), _pages(print_whole(_report()))
    text = "\n".join(pages)
    assert len(pages) > len(short)
    assert "All together" in text and "Base rate for this person" in text and "Marked muscles from head to foot" in text
    assert "Printed short" not in text and "Base rate for this person" not in "\n".join(short)
    assert min(len(page.split()) for page in pages[:-1]) > 60, "a page is nearly empty"


def test_the_clinic_offers_both(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two links on the report, and each gives its PDF a name of its own."""
    from myotome.clinic.printing import pdf as printing

    made: list[str] = []
    monkeypatch.setattr(printing, "make_pdf", lambda html: made.append(html) or b"%PDF-")  # type: ignore[func-returns-value]
    client, ref = browser("clinician"), patient("Achterberg").ref
    number = int(client.get(f"/patients/{ref}/").context["page"].latest.number)
    page = client.get(f"/patients/{ref}/reports/{number}/")
    addresses: Any = [part.split('"')[0] for part in page.content.decode().split('href="') if "pdf/" in part[:120]]
    names = [client.get(address).headers["Content-Disposition"] for address in addresses]
    assert len(made) == 2 and 'class="whole"' in made[1] and 'class="whole"' not in made[0]
    assert names[0] != names[1] and "whole" in names[1]
