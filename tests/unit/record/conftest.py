"""Every test here runs on the demo clinic and leaves it as it was; all are skipped without the extra `clinic`."""

from collections.abc import Iterator

import pytest

for needed in ("django", "axes", "whitenoise", "argon2"):
    pytest.importorskip(needed, reason="needs the extra: pip install 'myotome[clinic]'")

from clinic_site import rolled_back


@pytest.fixture(autouse=True)
def demo_clinic() -> Iterator[None]:
    yield from rolled_back()
