"""Write the reference pages from the code and the knowledge: `python tools/write_reference.py [FOLDER]`, docs/reference by default."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from reference_pages import causes, formats, shelves, specs

from myotome.wiring import knowledge

HOME = Path(__file__).parents[1] / "docs" / "reference"


def all_pages() -> Iterator[tuple[str, str]]:
    """Every page of the reference: path below its folder, and text."""
    known = knowledge()
    yield from causes.pages(known)
    yield from shelves.pages(known)
    yield from formats.pages()
    yield from specs.pages(known)


def main() -> None:
    """Write all pages; those of causes that are no longer in the catalogue are removed."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else HOME
    made = dict(all_pages())
    for old in folder.glob("causes/*.md"):
        if f"causes/{old.name}" not in made:
            old.unlink()
    for name, text in made.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    print(f"wrote {len(made)} pages to {folder}")


if __name__ == "__main__":
    main()
