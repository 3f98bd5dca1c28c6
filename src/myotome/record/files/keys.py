"""Which keys the site's files are sealed with, and how safe they are kept."""

from __future__ import annotations

import base64
import hashlib
import os
from typing import Final

from django.conf import settings

from myotome.record.files.seal import KEY_BYTES, Key, read_key

DEMO_KEY: Final = Key(hashlib.sha256(b"the demo's key for files, which everybody knows").digest())


def site_keys() -> tuple[Key, ...]:
    """The keys of ``MYOTOME_FILE_KEY`` (with commas; the first seals, all open), else the demo's, else one made in the data folder."""
    if given := [part for part in settings.FILE_KEY.split(",") if part.strip()]:
        return tuple(read_key(part) for part in given)
    return (DEMO_KEY,) if settings.DEMO else (_made(),)


def keys_here() -> tuple[Key, ...]:
    """The site's keys; none is made where there is none."""
    given = bool(settings.FILE_KEY.strip()) or settings.DEMO or (settings.DATA / "file-key").exists()
    return site_keys() if given else ()


def key_notice() -> str:
    """What has to be said of the keys; empty when they come from the environment."""
    if settings.FILE_KEY.strip():
        return ""
    if settings.DEMO:
        return "Files are encrypted with the demo's key, which everybody knows."
    return "Files are encrypted with a key that lies in the same folder as the clinic's data: set MYOTOME_FILE_KEY to keep it apart."


def _made() -> Key:
    """A key of this site, made when it is first asked for and readable by its owner only; written whole or not at all."""
    path = settings.DATA / "file-key"
    if not path.exists():
        settings.DATA.mkdir(parents=True, exist_ok=True)
        beside = path.with_name(f"file-key.{os.getpid()}")
        beside.touch(mode=0o600)
        beside.write_text(base64.urlsafe_b64encode(os.urandom(KEY_BYTES)).decode(), encoding="ascii")
        try:
            os.link(beside, path)  # fails where another process was first: then its key is the one
        except FileExistsError:
            pass
        finally:
            beside.unlink()
    return read_key(path.read_text(encoding="ascii"))
