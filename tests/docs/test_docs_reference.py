"""The reference manual can be written, holds everything, and its links lead to its own pages."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
from doc_fences import ROOT

from myotome.journey.knowledge import Knowledge
from myotome.symptoms.red_flags import load_flags
from myotome.wiring import knowledge as load


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load()


@pytest.fixture(scope="module")
def manual() -> dict[str, str]:
    sys.path.insert(0, str(ROOT / "tools"))
    try:
        from write_reference import all_pages

        return dict(all_pages())
    finally:
        sys.path.remove(str(ROOT / "tools"))


def test_links_inside_the_manual_lead_to_pages(manual: dict[str, str]) -> None:
    """A link without an address names a page of the manual."""
    for name, text in manual.items():
        for target in re.findall(r"\]\(([^)\s]+\.md)\)", text):
            assert str(Path(name).parent / target) in manual, f"{name}: {target}"


def test_every_entry_has_its_place(manual: dict[str, str], knowledge: Knowledge) -> None:
    """No cause, finding, test, treatment, drug class or red flag is left out."""
    for page, slugs in {
        "concepts.md": knowledge.vocabulary.concepts,
        "tests.md": knowledge.orders,
        "treatments.md": knowledge.treatments,
        "drugs.md": knowledge.drugs,
        "red-flags.md": load_flags(),
    }.items():
        assert [slug for slug in slugs if f"`{slug}`" not in manual[page]] == []
    assert {f"causes/{slug}.md" for slug in knowledge.causes} == {name for name in manual if name.startswith("causes/")}


def test_every_published_number_is_printed_with_its_source(manual: dict[str, str], knowledge: Knowledge) -> None:
    """What a cause's number rests on stands on its page, word for word."""
    for slug, cause in knowledge.causes.items():
        text = " ".join(manual[f"causes/{slug}.md"].replace("\\|", "|").split())
        for claim in cause.claims.values():
            for row in claim.published:
                assert " ".join(row.source.replace("``", "`").split()) in text


def test_every_table_is_even(manual: dict[str, str]) -> None:
    """Each row of a table has as many cells as its head: nothing typed breaks a table."""
    for name, text in manual.items():
        for part in re.findall(r"(?:^\|.*\n?)+", text, re.MULTILINE):
            widths = {len(re.findall(r"(?<!\\)\|", line)) for line in part.splitlines()}
            assert len(widths) == 1, name


def test_every_command_is_described(manual: dict[str, str]) -> None:
    """The commands of the README are in the manual."""
    for command in ("assess", "schema", "version", "evaluate reports", "knowledge check", "knowledge show"):
        assert f"## `myotome {command}`" in manual["command-line.md"]


def test_exit_codes_are_those_of_the_errors(manual: dict[str, str]) -> None:
    """Unusable input is 10, nothing measurable 11, broken knowledge 12."""
    for row in (
        "| 10 | UnusableInput |",
        "| 11 | NothingMeasurable |",
        "| 12 | KnowledgeError |",
        "| 2 | UsageError |",
    ):
        assert row in manual["exit-codes.md"]
