"""One clinic per kind of database, and one backup of each, for all tests of this folder."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from clinics import MAKE, Site

from postgres import postgres_address


@pytest.fixture(scope="package", params=["sqlite", "postgres"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A clinic with three patients, three stored files and a log; nobody changes it."""
    made = Site(tmp_path_factory.mktemp("site"), postgres_address() if request.param == "postgres" else "")
    done = made.run("-c", MAKE)
    assert done.returncode == 0, done.stderr
    yield made


@pytest.fixture(scope="package")
def archive(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("backups") / "clinic.backup"
    done = site.myotome("backup", str(path))
    assert done.returncode == 0, done.stderr
    assert "Keep apart" in done.stdout and str(site.folder / "secret") in done.stdout
    return path
