"""What was found at the bedside and in the EMG laboratory, per muscle, reflex, skin area and nerve: the input of localisation."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from myotome.anatomy.muscles import lookup
from myotome.anatomy.nerves import nerve_named
from myotome.anatomy.reflexes import reflex_named
from myotome.anatomy.skin import skin_named
from myotome.words.errors import OutOfRange, UnknownName
from myotome.words.side import Side

UPPER_MOTOR_SIGNS: Final = ("babinski", "spasticity", "clonus", "hoffmann")
SIDED_SIGNS: Final = ("horner", "pain_temperature_opposite", "vibration_loss", "hemisensory_loss")
"""``pain_temperature_opposite`` is given the side of the lesion, which is the side of the weakness."""
WHOLE_BODY_SIGNS: Final = (
    "sphincter",
    "sensory_level",
    "dissociated_sensory_loss",
    "fatigable",
    "glove_stocking",
    "any_sensory_loss",
    "reflexes_reduced",
    "reflexes_brisk",
)
EMG_RESULTS: Final = ("normal", "denervated", "myopathic")
CONDUCTION_RESULTS: Final = ("normal_snap", "low_snap", "normal_cmap", "low_cmap", "block")
_ONE_SIDED: Final = (Side.LEFT, Side.RIGHT)


@dataclass(frozen=True, slots=True)
class Strength:
    """Strength of one muscle on one side; ``grade`` is the MRC grade as a number from 0 to 5 (see ``grades.mrc_grade``).

    ``grade`` None means weak, not graded.
    """

    muscle: str
    side: Side
    grade: float | None

    def __post_init__(self) -> None:
        _settle(self, "muscle", lookup(self.muscle).slug)
        _one_sided(self.side)
        if self.grade is not None and not 0 <= self.grade <= 5:
            raise OutOfRange("strength is graded 0 to 5 on the MRC scale", place=self.muscle, value=self.grade)


@dataclass(frozen=True, slots=True)
class Wasting:
    """Whether one muscle is thinner than it should be."""

    muscle: str
    side: Side
    present: bool = True

    def __post_init__(self) -> None:
        _settle(self, "muscle", lookup(self.muscle).slug)
        _one_sided(self.side)


@dataclass(frozen=True, slots=True)
class Fasciculation:
    """Whether flickers were seen in one muscle."""

    muscle: str
    side: Side
    present: bool = True

    def __post_init__(self) -> None:
        _settle(self, "muscle", lookup(self.muscle).slug)
        _one_sided(self.side)


@dataclass(frozen=True, slots=True)
class ReflexFinding:
    """A reflex on one side, graded 0 (absent) to 4 (clonus)."""

    reflex: str
    side: Side
    grade: int

    def __post_init__(self) -> None:
        _settle(self, "reflex", reflex_named(self.reflex).slug)
        _one_sided(self.side)
        if self.grade not in range(5):
            raise OutOfRange("a reflex is graded 0 to 4", place=self.reflex, value=self.grade)


@dataclass(frozen=True, slots=True)
class Sensation:
    """Feeling in a skin area or dermatome on one side: reduced or not."""

    area: str
    side: Side
    reduced: bool = True

    def __post_init__(self) -> None:
        _settle(self, "area", skin_named(self.area).slug)
        _one_sided(self.side)


@dataclass(frozen=True, slots=True)
class NeedleEmg:
    """Needle examination of one muscle: ``result`` is normal, denervated or myopathic."""

    muscle: str
    side: Side
    result: str

    def __post_init__(self) -> None:
        _settle(self, "muscle", lookup(self.muscle).slug)
        _one_sided(self.side)
        _one_of(self.result, EMG_RESULTS, "needle EMG")


@dataclass(frozen=True, slots=True)
class Conduction:
    """Nerve conduction: ``result`` is normal_snap, low_snap, normal_cmap, low_cmap, or block at ``site`` of the nerve."""

    nerve: str
    side: Side
    result: str
    site: str = ""

    def __post_init__(self) -> None:
        nerve = nerve_named(self.nerve)
        _settle(self, "nerve", nerve.slug)
        _one_sided(self.side)
        _one_of(self.result, CONDUCTION_RESULTS, "nerve conduction")
        if self.result == "block" and self.site not in nerve.sites:
            raise UnknownName(
                f"{nerve.label} has no such site", value=self.site, cure=f"It has {', '.join(nerve.sites) or 'none'}."
            )


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign of no single muscle: one of UPPER_MOTOR_SIGNS, SIDED_SIGNS (one side) or WHOLE_BODY_SIGNS (``Side.MIDLINE``)."""

    sign: str
    side: Side = Side.MIDLINE
    present: bool = True

    def __post_init__(self) -> None:
        if self.sign in WHOLE_BODY_SIGNS:
            _settle(self, "side", Side.MIDLINE)
        else:
            _one_of(self.sign, (*UPPER_MOTOR_SIGNS, *SIDED_SIGNS, *WHOLE_BODY_SIGNS), "sign")
            _one_sided(self.side)


Item = Strength | Wasting | Fasciculation | ReflexFinding | Sensation | NeedleEmg | Conduction | Sign


@dataclass(frozen=True, slots=True)
class BedsideEvidence:
    """Everything that localisation looks at, in the order in which it was given."""

    items: tuple[Item, ...] = ()
    side_assumed: bool = False
    """True when the case did not say the side of some finding and one was chosen."""
    passed_over: tuple[str, ...] = field(default=())
    """Findings that bear a site which localisation could not use, as sentences."""


def _settle(item: object, name: str, value: object) -> None:
    # Frozen from outside; the constructor alone replaces a synonym by its slug.
    object.__setattr__(item, name, value)


def _one_sided(side: Side) -> None:
    if side not in _ONE_SIDED:
        raise OutOfRange(
            "a finding of localisation lies on the left or the right", value=str(side), cure="Give both as two."
        )


def _one_of(value: str, allowed: tuple[str, ...], what: str) -> None:
    if value not in allowed:
        raise UnknownName(f"no {what} goes by this name", value=value, cure=f"One of {', '.join(allowed)}.")
