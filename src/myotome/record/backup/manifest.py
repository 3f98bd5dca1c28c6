"""What an archive says of itself: which parts, how many rows in each table, and where the access log ended."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from myotome.words.errors import UnusableInput

FORMAT: Final = 1
MANIFEST: Final = "manifest.json"
FILES: Final = "files/"
SECRETS: Final = "secrets/"


@dataclass(frozen=True, slots=True)
class Part:
    """One file of the archive: how long it is (bytes) and the SHA-256 of its content, in hex."""

    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """The list of an archive.

    ``kind``: ``sqlite`` or ``postgresql``. ``migrations``: the form of the database, ``app.name``. ``rows``: table -> rows. ``chain``: number
    and digest of the last line of the access log. ``key_mark`` tells whether a key is the one of that log, and tells nothing of the key.
    ``missing``: stored files that were gone from their store when the archive was made. ``file_keys``: ids (hex) of the keys that open the
    stored files; an archive of an older version names none.
    """

    made_at: str
    program: str
    kind: str
    demo: bool
    database: str
    migrations: tuple[str, ...]
    rows: Mapping[str, int]
    chain: tuple[int, str]
    key_mark: str
    parts: Mapping[str, Part]
    missing: tuple[str, ...] = ()
    file_keys: tuple[str, ...] = ()
    format: int = FORMAT

    @property
    def has_secrets(self) -> bool:
        """Whether the site's secrets are in it."""
        return any(name.startswith(SECRETS) for name in self.parts)

    def text(self) -> str:
        """As JSON."""
        return json.dumps(asdict(self), indent=1, sort_keys=True, ensure_ascii=False)


def read_manifest(text: str) -> Manifest:
    """The manifest that ``text`` writes; raises UnusableInput."""
    try:
        found: dict[str, Any] = json.loads(text)
        if found["format"] != FORMAT:
            raise UnusableInput(
                "this archive is of another format", place=MANIFEST, value=found["format"],
                cure="Restore it with the version of Myotome that made it.",
            )  # fmt: skip
        return Manifest(
            **found
            | {
                "parts": {name: Part(**part) for name, part in found["parts"].items()},
                "chain": (int(found["chain"][0]), str(found["chain"][1])),
                "migrations": tuple(found["migrations"]),
                "missing": tuple(found["missing"]),
                "file_keys": tuple(found.get("file_keys", ())),
            }
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise UnusableInput("the archive's list cannot be read", place=MANIFEST, cure="Take another backup.") from error
