"""Every link of the documentation leads somewhere, and the papers that people look for are there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from doc_fences import ROOT, pages

import myotome

LINK = re.compile(r"\]\(([^)\s]+)\)|(?:src|href)=\"([^\"]+)\"")


@pytest.mark.parametrize("page", pages(), ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_to_files_that_exist(page: Path) -> None:
    """A link inside the repository names a file or folder that is there."""
    targets = [found[1] or found[2] for found in LINK.finditer(page.read_text(encoding="utf-8"))]
    for target in targets:
        if not target.startswith(("http://", "https://", "#", "mailto:")):
            assert (page.parent / target.partition("#")[0]).exists(), f"{page.name}: {target}"


def test_every_decision_is_listed() -> None:
    """The list of decisions names each page once, and each page has its four parts."""
    folder = ROOT / "docs" / "adr"
    listed = (folder / "README.md").read_text(encoding="utf-8")
    for page in folder.glob("0*.md"):
        text = page.read_text(encoding="utf-8")
        assert listed.count(f"({page.name})") == 1
        assert all(part in text for part in ("**Status:**", "## Context", "## Decision", "## Consequences")), page.name


def test_the_picture_of_the_first_screen_is_small() -> None:
    """The picture loads on a slow line: below 300 kB."""
    assert 10_000 < (ROOT / "docs" / "images" / "report.png").stat().st_size < 300_000


def test_the_citation_names_this_version() -> None:
    """CITATION.cff can be read and speaks of the version that is here."""
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert citation["version"] == myotome.__version__
    assert citation["license"] == "Apache-2.0"
