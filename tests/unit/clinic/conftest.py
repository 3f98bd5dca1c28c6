"""Every test here runs on the demo clinic and leaves it as it was; all are skipped without the extra `clinic`."""

from collections.abc import Iterator
from importlib.util import find_spec

import pytest

from clinic_site import rolled_back

MISSING = [name for name in ("django", "axes", "whitenoise", "argon2") if find_spec(name) is None]
collect_ignore_glob = ["test_*.py"] if MISSING else []


@pytest.fixture(autouse=True)
def demo_clinic() -> Iterator[None]:
    yield from rolled_back()
