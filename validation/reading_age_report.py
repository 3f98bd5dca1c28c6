"""Writes reading_age.md: how old a reader has to be, for the article and each page of Health A to Z.

python validation/reading_age_report.py
"""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

import reading_age
from reading_age import Count, counted, counted_section

HEAD = """# Reading age

Written by `python validation/reading_age_report.py`; a test fails when it no longer agrees with the texts, or when one of them is above 12.

**What it is worth.** The formula looks at the length of sentences and words only. It knows no medicine, no layout, and not whether a text is understood; nobody has asked readers yet.
Names of diseases are part of the sentences and are counted. English only: no such formula is known to us for Hindi, and the Hindi was read by nobody.

"""


def report() -> str:
    """The whole report as Markdown."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "myotome.clinic.settings")
    from myotome.clinic.health.article import article
    from myotome.clinic.language.books import english

    known = article()
    rows = [(one.title, counted_section(one.text, one.items)) for one in known.sections]
    rows.insert(0, ("Lead", counted(known.lead)))
    running = sum((counted(line) for one in known.sections for line in one.text), counted(known.lead))
    parts = [HEAD, _method(), "## The article on muscle atrophy\n"]
    parts.append(
        _table([*rows, ("**All, lists with their lead-in**", _sum(rows)), ("**Running sentences alone**", running)])
    )
    parts.append(
        f"Coleman-Liau, which counts letters and no syllables, gives the running sentences grade {_coleman_liau(known):.1f}.\n"
    )
    for book, title in (("causes", "Causes"), ("tests", "Tests"), ("treatments", "Treatments")):
        shelf = [(text["label"], counted(text["patient"])) for text in english(book).values()]
        shelf.sort(key=lambda row: -row[1].grade)
        parts += [f"## {title}, hardest first\n", _table([("**All**", _sum(shelf)), *shelf])]
    flags = [(slug.replace("_", " "), counted(text["patient"])) for slug, text in english("red_flags").items()]
    flags.sort(key=lambda row: -row[1].grade)
    parts += ["## What cannot wait (self-check), hardest first\n", _table(flags)]
    return "\n".join(parts)


def _method() -> str:
    lines = (reading_age.__doc__ or "").partition("\n\n")[2].strip()
    return f"## How it is counted\n\n{lines}\n"


def _table(rows: list[tuple[str, Count]]) -> str:
    head = "| text | sentences | words | grade | reading age |\n|---|--:|--:|--:|--:|\n"
    return head + "".join(
        f"| {name} | {one.sentences} | {one.words} | {one.grade:.1f} | {max(one.age, 5):.1f} |\n" for name, one in rows
    )


def _sum(rows: list[tuple[str, Count]]) -> Count:
    return sum((one for _, one in rows), Count(0, 0, 0))


def _coleman_liau(known: object) -> float:
    """0.0588 letters per 100 words - 0.296 sentences per 100 words - 15.8 (Coleman and Liau 1975, J Appl Psychol 60:283-284)."""
    text = " ".join([known.lead, *(line for one in known.sections for line in one.text)])  # type: ignore[attr-defined]
    count = counted(text)
    letters = len(re.findall(r"[A-Za-zÀ-ž]", text))
    return 0.0588 * 100 * letters / count.words - 0.296 * 100 * count.sentences / count.words - 15.8


if __name__ == "__main__":
    Path(__file__).with_name("reading_age.md").write_text(report(), encoding="utf-8")
