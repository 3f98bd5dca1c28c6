"""Small pieces of Markdown: tables, links to sources, numbers as a reader wants them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from myotome.words.source import Source

MADE_BY = "<!-- Written by `make docs`; change the code or the knowledge, not this page. -->"


def page(title: str, *parts: str) -> str:
    """A whole page with its title, the note on its origin, and parts separated by blank lines."""
    return "\n\n".join((f"# {title}", MADE_BY, *(part.strip("\n") for part in parts if part.strip()))) + "\n"


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table; bars and line breaks inside a cell are made harmless."""
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    lines += ["| " + " | ".join(cell(value) for value in row) + " |" for row in rows]
    return "\n".join(lines)


def cell(value: object) -> str:
    """One cell as text."""
    return " ".join(str(value).replace("|", "\\|").replace("``", "`").split()) or " "


def bullets(items: Iterable[object]) -> str:
    """A list, one item per line."""
    return "\n".join(f"- {cell(item)}" for item in items)


def cited(text: str) -> str:
    """A source as printed, with a link where it holds an identifier."""
    url = Source(text).url
    return f"{text} ([link]({url}))" if url and url not in text else text


def number(value: float | None, digits: int = 3) -> str:
    """A number without a tail of zeros; a dash for none."""
    return "–" if value is None else f"{value:.{digits}g}"


def code_list(slugs: Iterable[str]) -> str:
    """Slugs as code, separated by commas."""
    return ", ".join(f"`{slug}`" for slug in slugs)
