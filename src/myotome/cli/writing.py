"""Writes a file whole or not at all, and says in a sentence why it could not."""

from __future__ import annotations

import os
from pathlib import Path

from myotome.words.errors import UnusableInput


def write_whole(path: Path, text: str) -> None:
    """Write ``text`` as UTF-8 to ``path``; raises UnusableInput with the reason.

    A file is written beside its place and moved there at the end; a device or a pipe (/dev/stdout) is written to as it is.
    """
    beside = path.with_name(f".writing-{os.getpid()}-{path.name}"[:200])
    try:
        if path.exists() and not path.is_file():
            path.write_text(text, encoding="utf-8")
            return
        try:
            beside.write_text(text, encoding="utf-8")
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)
    except OSError as error:
        raise UnusableInput(
            f"cannot write there: {error.strerror}", place=str(path), cure="Choose another place."
        ) from error
