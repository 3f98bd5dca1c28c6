"""Collects the lines of the log, written as they are on a real site, at the level at which requests are logged too."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager


class _Collected(logging.Handler):
    def __init__(self, lines: list[str]) -> None:
        super().__init__()
        self._lines = lines

    def emit(self, record: logging.LogRecord) -> None:
        self._lines.append(self.format(record))


@contextmanager
def every_line(lines: list[str]) -> Iterator[None]:
    """While the block runs, ``lines`` takes every line from level INFO up, of every logger, the quiet ones too."""
    from clinic_site import open_site

    open_site()
    from myotome.clinic.running.log_lines import JsonLines

    handler = _Collected(lines)
    handler.setFormatter(JsonLines())
    loggers = [logging.getLogger(name) for name in ("", "myotome", "django.request", "django.security", "axes")]
    levels = [logger.level for logger in loggers]
    loggers[0].addHandler(handler)
    for logger in loggers:
        logger.setLevel(logging.INFO)
    try:
        yield
    finally:
        loggers[0].removeHandler(handler)
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)
