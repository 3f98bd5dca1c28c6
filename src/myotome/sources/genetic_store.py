"""Keeps the compiled knowledge of genetic diseases on disk, so that a process maps it into memory instead of building it.

Building takes two seconds and some 300 MB that a process never gives back whole; mapped, it takes a tenth of a second and only the pages
that a case touches. It is therefore built in a process of its own, once per release of the ontology and of the program. A folder that is
damaged or cannot be written costs time and never changes an answer.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import zlib
from importlib.resources import files
from pathlib import Path

import numpy as np
import scipy

from myotome import __version__
from myotome.diagnosis.genetic.knowledge import Knowledge
from myotome.diagnosis.genetic.loader import HPO_FILES, find_hpo_files, read_from
from myotome.diagnosis.genetic.shelved import Shelved, shelve, unshelve

MOST_KEPT = 3
"""Older releases beyond these are thrown away when a new one is built."""
MANIFEST = "manifest.json"
HEAD_BYTES = 2000
LONGEST_BUILD_SECONDS = 300


class _Damaged(Exception):
    """A stored release is not there, or not as it was written."""


def stored_genetic(folder: Path) -> Knowledge:
    """The bundled knowledge out of ``folder``, built first where it is not there yet.

    Raises KnowledgeError when the HPO release is missing.
    """
    release = find_hpo_files()
    place = folder / f"genetic-{release_key(release)}"
    try:
        return open_stored(place)
    except _Damaged:
        pass
    try:
        shutil.rmtree(place, ignore_errors=True)
        _build_elsewhere(place)
        return open_stored(place)
    except (_Damaged, OSError, subprocess.SubprocessError):
        return read_from(release)  # slower and larger, and the same


def release_key(release: Path) -> str:
    """Names everything that shapes the compiled form: the HPO files, this program's tables and code, and the libraries that compute."""
    digest = hashlib.sha256(f"{__version__} {np.__version__} {scipy.__version__} {sys.byteorder}".encode())
    for name in HPO_FILES:
        file = release / name
        if file.is_file():  # else read_from names what is missing
            seen = file.stat()
            digest.update(f"{name} {seen.st_size} {seen.st_mtime_ns} ".encode())
            with file.open("rb") as opened:
                digest.update(opened.read(HEAD_BYTES))
    for part in _own_files():
        digest.update(part.read_bytes())
    return digest.hexdigest()[:16]


def _own_files() -> list[Path]:
    room = Path(str(files("myotome.diagnosis.genetic")))
    return [Path(__file__), *sorted(room.glob("*.py")), *sorted((room / "data").glob("*.*"))]


def write_stored(knowledge: Knowledge, place: Path) -> None:
    """Write the compiled knowledge as the folder ``place``, whole or not at all."""
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = Path(tempfile.mkdtemp(prefix=".genetic-", dir=place.parent))
    try:
        shelved = shelve(knowledge)
        (draft / "texts.json").write_text(json.dumps(shelved.texts, ensure_ascii=False), encoding="utf-8")
        for name, array in shelved.arrays.items():
            np.save(draft / f"{name}.npy", np.ascontiguousarray(array), allow_pickle=False)
        sums = {file.name: _sum(file) for file in sorted(draft.iterdir())}
        (draft / MANIFEST).write_text(json.dumps(sums), encoding="utf-8")
        draft.rename(place)
    except OSError:
        if not (place / MANIFEST).is_file():  # else another process was faster
            raise
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    _forget_older(place)


def open_stored(place: Path) -> Knowledge:
    """Map a stored folder into memory; raises an error of its own when a file is missing or its checksum differs."""
    try:
        sums = json.loads((place / MANIFEST).read_text(encoding="utf-8"))
        for name, expected in sums.items():
            if _sum(place / name) != expected:
                raise _Damaged(name)
        texts = json.loads((place / "texts.json").read_text(encoding="utf-8"))
        arrays = {
            name.removesuffix(".npy"): np.asarray(np.load(place / name, mmap_mode="r", allow_pickle=False))
            for name in sums
            if name.endswith(".npy")
        }
        return unshelve(Shelved(arrays, texts))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _Damaged(str(error)) from error


def _sum(file: Path) -> list[int]:
    """Size and CRC-32: against a torn or damaged file, not against who may write here, who could as well change the program."""
    total = 0
    with file.open("rb") as opened:
        while block := opened.read(1 << 20):
            total = zlib.crc32(block, total)
    return [file.stat().st_size, total]


def _build_elsewhere(place: Path) -> None:
    """In a process of its own: what building needs is given back when that process ends."""
    subprocess.run(  # noqa: S603 - this very Python, on a path that wiring chose
        [
            sys.executable,
            "-c",
            "import sys; from myotome.sources.genetic_store import build; build(sys.argv[1])",
            str(place),
        ],
        check=True,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=LONGEST_BUILD_SECONDS,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )


def build(place: str) -> None:
    """What that process does."""
    write_stored(read_from(find_hpo_files()), Path(place))


def _forget_older(place: Path) -> None:
    others = sorted(place.parent.glob("genetic-*"), key=lambda one: one.stat().st_mtime, reverse=True)
    for one in others[MOST_KEPT:]:
        shutil.rmtree(one, ignore_errors=True)
