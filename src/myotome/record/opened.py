"""What a file may be asked while it is open for one deed: each of its methods names the deeds that allow it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from myotome.record.roles import Deed
from myotome.words.errors import UsageError

P = ParamSpec("P")
R = TypeVar("R")


def under(*deeds: Deed) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """A method of the file that may be called only while it is open for one of ``deeds``; raises UsageError otherwise."""

    def allow(method: Callable[P, R]) -> Callable[P, R]:
        @wraps(method)
        def checked(*args: P.args, **kwargs: P.kwargs) -> R:
            file = args[0]
            deed: Deed = file.deed  # type: ignore[attr-defined]
            if deed not in deeds:
                raise UsageError(f"a file opened to {deed} cannot {method.__name__}", cure="Open it for that deed.")
            return method(*args, **kwargs)

        return checked

    return allow
