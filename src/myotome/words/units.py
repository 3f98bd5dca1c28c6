"""Quantities with UCUM units: parse, convert within a dimension, and refuse what does not add up.

Units are written in UCUM's case-sensitive code (https://ucum.org): ``mmol/L``, ``mg/dL``, ``U/L``, ``kg/m2``, ``cm[H2O]``.
Mass and amount of substance are different dimensions, so mmol/L and mg/dL never mix without a molar mass.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from myotome.words.errors import UnitMismatch

Dimension = tuple[tuple[str, int], ...]
"""Base dimensions with their powers, sorted by name; empty for a pure number."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A value with its UCUM unit; ``1`` is the unit of a pure number."""

    value: float
    unit: str

    def __post_init__(self) -> None:
        parse_unit(self.unit)

    def to(self, unit: str) -> Quantity:
        """Convert to ``unit``; raises UnitMismatch when the two do not measure the same thing."""
        here, there = parse_unit(self.unit), parse_unit(unit)
        if here.dimension != there.dimension:
            raise UnitMismatch(
                f"{self.unit} cannot be turned into {unit}",
                value=self.value,
                cure=_cure(here.dimension, there.dimension),
            )
        return Quantity(self.value * here.factor / there.factor, unit)

    def __add__(self, other: Quantity) -> Quantity:
        return Quantity(self.value + other.to(self.unit).value, self.unit)

    def __sub__(self, other: Quantity) -> Quantity:
        return Quantity(self.value - other.to(self.unit).value, self.unit)

    def __str__(self) -> str:
        return f"{self.value:g} {self.unit}" if self.unit != "1" else f"{self.value:g}"


@dataclass(frozen=True, slots=True)
class Unit:
    """What a UCUM code means: its dimension, and how many base units one of it is."""

    code: str
    dimension: Dimension
    factor: float


@lru_cache(maxsize=512)
def parse_unit(code: str) -> Unit:
    """Read a UCUM code made of known symbols, powers, ``.`` and ``/``; raises UnitMismatch for any other."""
    if not code or code != code.strip():
        raise UnitMismatch("a unit is missing", value=code, cure="Give a UCUM code such as mmol/L, U/L, kg or 1.")
    factor, powers = 1.0, dict[str, int]()
    for sign, term in _terms(code):
        if term == "1":
            continue
        found = _TERM.fullmatch(term)
        if found is None:
            raise _unknown(code, term)
        atom, power = found.group(1), sign * int(found.group(2) or 1)
        size, dimension = _atom(atom, code)
        factor *= size**power
        for name, exponent in dimension.items():
            powers[name] = powers.get(name, 0) + exponent * power
    return Unit(code, tuple(sorted((n, p) for n, p in powers.items() if p)), factor)


def _terms(code: str) -> list[tuple[int, str]]:
    parts = re.split(r"([./])", code)
    signs = [1, *(1 if mark == "." else -1 for mark in parts[1::2])]
    return list(zip(signs, parts[0::2], strict=True))


def _atom(atom: str, code: str) -> tuple[float, dict[str, int]]:
    if atom in _ATOMS:
        return _ATOMS[atom]
    prefix, rest = atom[:1], atom[1:]
    if prefix in _PREFIXES and rest in _METRIC:
        size, dimension = _ATOMS[rest]
        return _PREFIXES[prefix] * size, dimension
    raise _unknown(code, atom)


def _unknown(code: str, part: str) -> UnitMismatch:
    hint = _COMMON_SLIPS.get(code) or _COMMON_SLIPS.get(part)
    cure = f"Write it as {hint}." if hint else "Give a UCUM code such as mmol/L, U/L, kg, cm or 1."
    return UnitMismatch(f"the unit {code!r} is not known", value=part, cure=cure)


def _cure(here: Dimension, there: Dimension) -> str:
    if {("amount", 1), ("mass", 1)} <= {*here, *there}:
        return "Amount of substance and mass need a molar mass to be compared; give the value in the asked unit."
    return "Give the value in a unit that measures the same thing."


_TERM: Final = re.compile(r"([A-Za-z%]*(?:\[[A-Za-z0-9_ ']+\])?|10\*|10\^)(-?\d+)?")
_PREFIXES: Final = {"k": 1e3, "d": 1e-1, "c": 1e-2, "m": 1e-3, "u": 1e-6, "n": 1e-9, "p": 1e-12}
_DAY_S: Final = 86400.0
_ATOMS: Final[dict[str, tuple[float, dict[str, int]]]] = {
    "g": (1.0, {"mass": 1}),
    "[lb_av]": (453.59237, {"mass": 1}),
    "m": (1.0, {"length": 1}),
    "[in_i]": (0.0254, {"length": 1}),
    "[ft_i]": (0.3048, {"length": 1}),
    "L": (1e-3, {"length": 3}),
    "s": (1.0, {"time": 1}),
    "min": (60.0, {"time": 1}),
    "h": (3600.0, {"time": 1}),
    "d": (_DAY_S, {"time": 1}),
    "wk": (7 * _DAY_S, {"time": 1}),
    "mo": (30.4375 * _DAY_S, {"time": 1}),
    "a": (365.25 * _DAY_S, {"time": 1}),
    "mol": (1.0, {"amount": 1}),
    "U": (1.0, {"catalysis": 1}),
    "[IU]": (1.0, {"arbitrary": 1}),
    "[HU]": (1.0, {"attenuation": 1}),
    "Hz": (1.0, {"time": -1}),
    "N": (1e3, {"mass": 1, "length": 1, "time": -2}),
    "kgf": (9806.65, {"mass": 1, "length": 1, "time": -2}),
    "J": (1e3, {"mass": 1, "length": 2, "time": -2}),
    "V": (1.0, {"potential": 1}),
    "A": (1.0, {"current": 1}),
    "Pa": (1e3, {"mass": 1, "length": -1, "time": -2}),
    "m[H2O]": (9806.65e3, {"mass": 1, "length": -1, "time": -2}),
    "m[Hg]": (133322.387e3, {"mass": 1, "length": -1, "time": -2}),
    "Cel": (1.0, {"temperature": 1}),
    "deg": (1.0, {"angle": 1}),
    "%": (0.01, {}),
    "[ppth]": (1e-3, {}),
    "10*": (10.0, {}),
    "10^": (10.0, {}),
    "[score]": (1.0, {"score": 1}),
}
_METRIC: Final = frozenset({"g", "m", "L", "s", "mol", "U", "[IU]", "Hz", "N", "J", "V", "A", "Pa", "m[H2O]", "m[Hg]"})
_COMMON_SLIPS: Final = {
    "IU/L": "U/L for an enzyme, [IU]/L for a hormone or vitamin",
    "IU/l": "U/L for an enzyme, [IU]/L for a hormone or vitamin",
    "U/l": "U/L",
    "mmol/l": "mmol/L",
    "umol/l": "umol/L",
    "µmol/L": "umol/L",
    "μmol/L": "umol/L",
    "nmol/l": "nmol/L",
    "mg/dl": "mg/dL",
    "g/dl": "g/dL",
    "g/l": "g/L",
    "mIU/L": "m[IU]/L",
    "mU/L": "m[IU]/L",
    "cmH2O": "cm[H2O]",
    "mmHg": "mm[Hg]",
    "years": "a",
    "year": "a",
    "days": "d",
    "weeks": "wk",
    "months": "mo",
    "lb": "[lb_av]",
    "lbs": "[lb_av]",
    "kgs": "kg",
    "mcg": "ug",
    "l": "L",
    "ml": "mL",
    "mm/h": "mm/h",
    "°C": "Cel",
}
