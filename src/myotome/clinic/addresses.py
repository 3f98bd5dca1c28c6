"""Beginnings of addresses that several rooms share."""

from __future__ import annotations

from typing import Final

PATIENT: Final = "patients/<uuid:ref>/"
