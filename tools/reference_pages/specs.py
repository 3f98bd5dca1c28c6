"""Reference printed from the small tables of tests/spec, which the tests hold the program to, and from the interview's script."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from myotome.journey.knowledge import Knowledge
from myotome.symptoms.interview import Interview
from reference_pages.markdown import cited, code_list, page, table

SPEC = Path(__file__).parents[2] / "tests" / "spec"


def pages(knowledge: Knowledge) -> Iterator[tuple[str, str]]:
    """Paths under docs/reference with their text."""
    yield "interview.md", _interview(knowledge)
    yield "localisation-patterns.md", _patterns()


def _interview(knowledge: Knowledge) -> str:
    questions = Interview(knowledge.vocabulary).script.questions.values()
    parts = [
        "What the interview may ask. It asks next what would tell most, can be stopped at any point, and “I don't know” is always an answer."
    ]
    for section in dict.fromkeys(question.section for question in questions):
        rows = []
        for question in questions:
            if question.section == section:
                options = "; ".join(option.text for option in question.options.values())
                rows.append(
                    (
                        f"`{question.id}`",
                        question.text,
                        question.kind.value.replace("_", " "),
                        options,
                        code_list(question.if_any),
                    )
                )
        parts += [f"## {section}", table(("question", "words", "answer", "options", "only after"), rows)]
    return page("The interview", *parts)


def _patterns() -> str:
    rows, sources = _rows("localisation_patterns.tsv"), _rows("localisation_sources.tsv")
    head = tuple(rows[0])
    return page(
        "Where the lesion is: the patterns that the tests hold the program to",
        f"{len(rows)} textbook patterns. In each, the right lesion is known from the source; `tests/spec` asks the program for it.",
        table(head, (tuple(row[name] for name in head) for row in rows)),
        "## Sources",
        table(
            ("key", "work", "how it was read"), ((row["key"], cited(row["source"]), row["how_read"]) for row in sources)
        ),
    )


def _rows(name: str) -> list[dict[str, str]]:
    with (SPEC / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
