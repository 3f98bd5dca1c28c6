"""Every block of code in the documentation runs, and prints what its page says."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import tomli
import yaml
from doc_fences import ROOT, SAVED, blocks, missing, pages, run, steps

from myotome.causes.shelf import read_cause
from myotome.words.shelf import Book

RUNNABLE = [page for page in pages() if {block.kind for block in blocks(page)} & {"python", "console"}]


def test_a_promise_that_is_not_kept_is_seen() -> None:
    """The comparison itself fails on a missing line and on lines in the wrong order, and passes with dots in the place of numbers."""
    assert missing("one\ntwo 2.0\n", ["three"]) == "three"
    assert missing("one\ntwo\n", ["two", "one"]) == "one"
    assert missing("rank   1  0.998\n", ["rank 1 ...", "..."]) is None


@pytest.mark.parametrize("page", RUNNABLE, ids=lambda page: str(page.relative_to(ROOT)))
def test_code_of_the_page_runs(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands end with 0 and print what is shown; Python runs from top to bottom of the page."""
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    known: dict[str, object] = {"__name__": "docs"}
    for block in blocks(page):
        place = f"{page.name}, line {block.line}"
        saved = SAVED.match(block.text)
        if block.kind in {"yaml", "json"} and saved:
            (tmp_path / saved[1]).write_text(block.text, encoding="utf-8")
        elif block.kind == "python":
            exec(compile(block.text, place, "exec"), known)
        elif block.kind == "console":
            for command, promised in steps(block.text):
                gap = missing(run(command, tmp_path), promised)
                assert gap is None, f"{place}: `{command}` did not print: {gap}"


@pytest.mark.parametrize("page", pages(), ids=lambda page: str(page.relative_to(ROOT)))
def test_data_of_the_page_can_be_read(page: Path) -> None:
    """Every block of TOML and YAML is whole."""
    for block in blocks(page):
        if block.kind == "toml":
            tomli.loads(block.text)
        elif block.kind == "yaml":
            yaml.safe_load(block.text)


def test_the_example_of_a_cause_file_is_one() -> None:
    """Whoever copies the file of the how-to gets a cause that the loader takes."""
    page = ROOT / "docs" / "how-to" / "add-a-cause.md"
    text = next(block.text for block in blocks(page) if block.kind == "toml")
    cause = read_cause(Book("example", text, tomli.loads(text)))
    assert cause.claims["sensory_loss"].p == 0.05
    assert set(cause.share) == {"primary", "clinic", "ward"}
