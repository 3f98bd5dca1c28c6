"""What a site is made of: its database, its secret, and what every page is framed with."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qsl, unquote, urlsplit

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from myotome.words.errors import UsageError

SQLITE_START: Final = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"


def database_from(url: str, data: Path) -> dict[str, Any]:
    """Django's description of the database: a file in ``data``, or what a ``postgresql://`` or ``sqlite:///`` address names."""
    parts = urlsplit(url)
    if not url or parts.scheme == "sqlite":
        name = unquote(parts.path)[1:] if url else str(data / "clinic.sqlite3")
        if not url:
            data.mkdir(mode=0o700, parents=True, exist_ok=True)
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": name,
            # A writer takes its lock at once: two readers that both want to write never wait for each other in vain.
            "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": SQLITE_START},
            "CONN_MAX_AGE": None,
        }
    if parts.scheme in {"postgres", "postgresql"}:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path)[1:],
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": parts.hostname or "",
            "PORT": str(parts.port or ""),
            # The two dozen questions of a page are always the same: the server plans each once a connection.
            "OPTIONS": {"server_side_binding": True, "prepare_threshold": 5, **dict(parse_qsl(parts.query))},
            "CONN_MAX_AGE": 600,
            "CONN_HEALTH_CHECKS": True,
        }
    raise UsageError(
        "this kind of database is not known",
        place="MYOTOME_DATABASE_URL",
        value=parts.scheme,
        cure="Use postgresql://user:password@host/name or sqlite:////path/to/file.",
    )


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where e-mail is handed over; no host: nowhere."""

    host: str = ""
    port: int = 25
    user: str = ""
    password: str = ""
    starts_tls: bool = False
    is_tls: bool = False


def mail_from(url: str) -> MailServer:
    """The server of ``smtp://`` (STARTTLS), ``smtps://`` (TLS from the start) or ``smtp+plain://`` (a relay on this machine)."""
    if not url:
        return MailServer()
    parts = urlsplit(url)
    ports = {"smtp": 587, "smtps": 465, "smtp+plain": 25}
    if parts.scheme not in ports or not parts.hostname:
        raise UsageError(
            "this kind of mail server is not known",
            place="MYOTOME_SMTP",
            value=parts.scheme,
            cure="Use smtp://user:password@host:587, smtps://user:password@host:465 or smtp+plain://localhost:25.",
        )
    return MailServer(
        parts.hostname,
        parts.port or ports[parts.scheme],
        unquote(parts.username or ""),
        unquote(parts.password or ""),
        parts.scheme == "smtp",
        parts.scheme == "smtps",
    )


def secret_in(data: Path) -> str:
    """The site's secret, made when it is first asked for and readable by its owner only."""
    path = data / "secret"
    if not path.exists():
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48), encoding="utf-8")
    return path.read_text(encoding="utf-8")


def page_frame(request: HttpRequest) -> dict[str, Any]:
    """What the frame of every page shows: the way about for this role, and whether this is the demo."""
    from django.conf import settings

    from myotome.clinic.navigation import places_for

    user = getattr(request, "user", None)

    def places() -> tuple[Any, ...]:
        """Asked by the pages that show it, so that the others read no session."""
        return places_for(user, request.path) if user and user.is_authenticated else ()

    return {"demo": settings.DEMO, "places": SimpleLazyObject(places), "me": user}
