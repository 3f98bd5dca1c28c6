"""The house of this site, read once: the file named in MYOTOME_HOUSE, else the demo's."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from myotome.visits.house import House
from myotome.wiring import house_of


@lru_cache(maxsize=1)
def house() -> House:
    """Name, address, telephone, hours, resources; raises UnusableInput when the file is broken."""
    return house_of(Path(settings.HOUSE_FILE))
