"""Joins ports to stores: the one place that knows both. Today it loads the knowledge for the doors and reads cases from disk."""

from __future__ import annotations

import csv
import os
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from myotome.journey.knowledge import Knowledge, load_knowledge
from myotome.sources.case_file import parse_case
from myotome.sources.document import read_document
from myotome.sources.house_file import read_house
from myotome.sources.hpo_release import hpo_release
from myotome.sources.phenopacket import is_phenopacket, parse_phenopacket
from myotome.sources.report_lines import read_reports
from myotome.visits.house import House
from myotome.words.case import Case
from myotome.words.errors import MyotomeError, UnusableInput

if TYPE_CHECKING:
    from myotome.diagnosis.genetic.knowledge import Knowledge as GeneticKnowledge


@lru_cache(maxsize=1)
def knowledge() -> Knowledge:
    """The knowledge base of this process, loaded when first asked for; genetic diseases only when a case needs them."""
    return replace(load_knowledge(hpo=hpo_release()), genetic=genetic)


def house_of(path: Path) -> House:
    """The clinic that a file describes: what it says of itself, its hours and its resources."""
    return read_house(path)


def genetic() -> GeneticKnowledge:
    """What is known of single genetic diseases, once per process; mapped from the cache folder, and built there at the first time."""
    with _ONE_AT_A_TIME:
        return _genetic()


@lru_cache(maxsize=1)
def _genetic() -> GeneticKnowledge:
    from myotome.diagnosis.genetic.loader import load
    from myotome.sources.genetic_store import stored_genetic

    folder = cache_folder()
    return stored_genetic(folder) if folder else load()


_ONE_AT_A_TIME = Lock()
"""Several threads may meet their first genetic case together."""


def cache_folder() -> Path | None:
    """Where things are kept that can be made again: ``MYOTOME_CACHE``, else the user's cache folder; None for a user without a home."""
    named = os.environ.get("MYOTOME_CACHE")
    if named:
        return Path(named)
    base = os.environ.get("LOCALAPPDATA" if os.name == "nt" else "XDG_CACHE_HOME")
    try:
        return (Path(base) if base else Path.home() / ".cache") / "myotome"
    except RuntimeError:
        return None


def case_from(path: Path) -> Case:
    """One case from a case file or a phenopacket, told apart by what the document holds."""
    content, vocabulary = read_document(path), knowledge().vocabulary
    if is_phenopacket(content):
        return parse_phenopacket(content, vocabulary, place=str(path))
    return parse_case(content, vocabulary, place=str(path), fallback_id=path.stem)


def cases_in(folder: Path) -> list[Case | MyotomeError]:
    """Every case file of a folder, in order of its name, or every report of a file of JSON lines, read with no hand on it.

    Raises UnusableInput when there is none.
    """
    if folder.suffix.lower() == ".jsonl":
        return list(read_reports(folder, knowledge().vocabulary, knowledge().causes))
    if not folder.is_dir():
        raise UnusableInput("no such folder", place=str(folder), cure="Name a folder of case files.")
    paths = sorted(path for path in folder.iterdir() if path.suffix.lower() in {".yaml", ".yml", ".json"})
    if not paths:
        raise UnusableInput(
            "the folder holds no case file", place=str(folder), cure="Case files end in .yaml, .yml or .json."
        )
    return [_case_or_error(path) for path in paths]


def _case_or_error(path: Path) -> Case | MyotomeError:
    """One bad file is a row among the failures; it stops nothing."""
    try:
        return case_from(path)
    except MyotomeError as error:
        return error


def table_rows(path: Path) -> list[dict[str, str]]:
    """The rows of a tab-separated table with a header line; raises UnusableInput when it is none."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    except FileNotFoundError:
        raise UnusableInput("no such file", place=str(path), cure="Check the path.") from None
    except (UnicodeDecodeError, OSError, csv.Error) as error:
        raise UnusableInput(
            f"not a table that can be read: {error}", place=str(path), cure="Give tab-separated text in UTF-8."
        ) from error
