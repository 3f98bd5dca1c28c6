"""Who may open a page: every view says it with ``open_to``, and a test walks all of them."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse

from myotome.record.gateway import Gateway, Refused
from myotome.record.roles import Role
from myotome.words.errors import UnknownName

View = Callable[..., HttpResponse]
ANYONE: Final = frozenset({"anyone"})
"""Stands for people who have not signed in."""


def open_to(*roles: Role) -> Callable[[View], View]:
    """Let these roles in and refuse the others; whether *this* patient is theirs is the gateway's question."""

    def door(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if user_of(request).role not in roles:
                raise Refused("your role does not open this page", value=user_of(request).role)
            return view(request, *args, **kwargs)

        guarded.open_to = frozenset(roles)  # type: ignore[attr-defined]
        return guarded

    return door


def open_to_anyone(view: View) -> View:
    """Let everybody in, signed in or not. Such a page reaches no patient through the gateway, because nobody is named."""
    opened: View = login_not_required(view)
    opened.open_to = ANYONE  # type: ignore[attr-defined]
    return opened


def user_of(request: HttpRequest) -> Any:
    """The signed-in user."""
    return request.user


def gateway_of(request: HttpRequest) -> Gateway:
    """The gateway in this user's hands."""
    return Gateway(user_of(request))


def whole_number(text: str) -> int:
    """A whole number from a form; raises UnknownName for anything else."""
    if not text.isdecimal() or len(text) > 9:
        raise UnknownName("no such number", value=text)
    return int(text)


def plain(value: Any) -> str:
    """A form's value as text."""
    return value if isinstance(value, str) else ""
