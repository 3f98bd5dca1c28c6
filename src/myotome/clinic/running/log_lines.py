"""Log lines as JSON, one a line, without personal data: a line holds what the program says of itself and nothing that anybody typed."""

from __future__ import annotations

import json
import logging
import traceback
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Final

OURS: Final = "myotome"
SERVER: Final = "waitress"
EXTRAS: Final = ("request", "route", "method", "status", "ms")
DEEPEST: Final = 12
"""Frames of an error that are written, from where it broke outwards."""


class JsonLines(logging.Formatter):
    """Time, level, logger and message; of an error its kind and the lines of code, never its text.

    The text of an error may quote what somebody typed, and so may a message of a library: of those, the message before anything was put
    into it is written where there is one, else only the place in the code that wrote it. The web server's counts are numbers, and are put in.
    """

    def format(self, record: logging.LogRecord) -> str:
        """One line of JSON."""
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            "says": _message(record),
        }
        line |= {
            name: getattr(record, name) for name in EXTRAS if type(getattr(record, name, None)) in (str, int, float)
        }
        if record.exc_info and record.exc_info[0] is not None:
            kind, _, trace = record.exc_info
            line["error"] = f"{kind.__module__}.{kind.__qualname__}"
            line["where"] = _frames(trace)
        return json.dumps(line, ensure_ascii=False)


class Seldom(logging.Filter):
    """Lets one line in ``seconds`` through: what is said at every request under load is news once. The meters have the rest."""

    def __init__(self, seconds: float = 60.0) -> None:
        super().__init__()
        self._seconds, self._last = seconds, -float("inf")

    def filter(self, record: logging.LogRecord) -> bool:
        """True for the first line, and for the first one after the time is over."""
        due = record.created - self._last >= self._seconds
        if due:
            self._last = record.created
        return due


def _message(record: logging.LogRecord) -> str:
    logger = record.name.partition(".")[0]
    only_counts = isinstance(record.args, tuple) and all(type(value) is int for value in record.args)
    if logger == OURS or (logger == SERVER and record.args and only_counts):
        return record.getMessage()
    if record.args and isinstance(record.msg, str):
        return record.msg
    return f"{Path(record.pathname).name}:{record.lineno}"


def _frames(trace: TracebackType | None) -> list[str]:
    frames = traceback.extract_tb(trace)[-DEEPEST:]
    return [f"{'/'.join(Path(frame.filename).parts[-3:])}:{frame.lineno} {frame.name}" for frame in reversed(frames)]
