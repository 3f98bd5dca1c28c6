"""A demo clinic that is filled once and copied from then on: by every test process of the same code and hour, on SQLite.

Filling assesses some dozen patients, which takes longer than most files of tests. The copy's name holds a hash of the whole program, so that a
changed line is never tested on what another filled.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

PROGRAM = Path(__file__).parents[1] / "src/myotome"
SECRET = "only-for-tests-0123456789-0123456789-0123456789-0123456789"
"""The site's secret in every copy."""
FILL = "import django; django.setup(); from myotome.clinic.start import prepare; prepare(demo=True)"


def copy_of_demo(folder: Path) -> None:
    """Put a filled demo clinic into an empty folder: its database, its files and its secret."""
    shutil.copytree(_filled(), folder, dirs_exist_ok=True)


@cache
def _filled() -> Path:
    place = Path(tempfile.gettempdir()) / f"myotome-demo-{os.getuid()}-{_mark()}"
    if not place.exists():
        making = Path(tempfile.mkdtemp(prefix="myotome-demo-making-"))
        (making / "secret").write_text(SECRET, encoding="ascii")
        (making / "secret").chmod(0o600)
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("MYOTOME_", "DJANGO_"))}
        told = {"MYOTOME_DATA": str(making), "MYOTOME_DEMO": "1", "DJANGO_SETTINGS_MODULE": "myotome.clinic.settings"}
        subprocess.run([sys.executable, "-c", FILL], env=kept | told, check=True, stdout=subprocess.DEVNULL)
        _clear_older()
        try:
            making.rename(place)
        except OSError:  # another process was first
            shutil.rmtree(making)
    if place.stat().st_uid != os.getuid():
        raise PermissionError(f"{place} is somebody else's")
    return place


def _mark() -> str:
    """Of the program and of the hour: the demo's appointments and call-backs are set around the moment of filling."""
    found = hashlib.sha256(f"{datetime.now(UTC):%Y-%m-%dT%H} {sys.version} {PROGRAM}".encode())
    for path in sorted(PROGRAM.rglob("*")):
        if path.is_file() and path.suffix != ".pyc":
            found.update(str(path.relative_to(PROGRAM)).encode() + b"\0" + path.read_bytes())
    return found.hexdigest()[:20]


def _clear_older() -> None:
    """Those of earlier hours, which nobody copies any more."""
    now = datetime.now(UTC).timestamp()
    for path in Path(tempfile.gettempdir()).glob(f"myotome-demo-{os.getuid()}-*"):
        if now - path.stat().st_mtime > 2 * 3600:
            shutil.rmtree(path, ignore_errors=True)
