"""Red flags: what cannot wait. They fire on findings, never on a ranking of causes, and stand before everything
else.

The flags are rows of ``red_flags.toml``. A flag fires when any of its rules holds; a rule holds when each of its
needs is met by findings that are present. More findings never silence a flag; nor does an unknown age or sex, unless
the rule makes no sense without it (a floppy infant). The one exception is a course stated as chronic, in the rules
that say so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from myotome.symptoms.need import ON_BOTH_SIDES, absent_concepts, present_concepts
from myotome.symptoms.red_flag import Flag, RedFlag, Rule
from myotome.symptoms.red_flag_table import build_flags, load_flags
from myotome.words.case import Person
from myotome.words.finding import Finding
from myotome.words.timeframe import Timeframe

__all__ = ["Flag", "RedFlag", "Rule", "build_flags", "fired", "load_flags", "most_urgent"]


def fired(findings: Iterable[Finding], person: Person, flags: Mapping[str, Flag] | None = None) -> tuple[RedFlag, ...]:
    """Every flag that the findings fire in this person, most urgent first; ``flags`` defaults to the packaged table.

    A concept that is present somewhere counts as present, whatever is said to be absent elsewhere.
    """
    known = tuple(findings)
    present, absent = present_concepts(known), absent_concepts(known)
    shown = [
        _judge(flag, known, present, absent, person) for flag in (load_flags() if flags is None else flags).values()
    ]
    return tuple(sorted((one for one in shown if one is not None), key=lambda one: one.timeframe.rank))


def most_urgent(flags: Sequence[RedFlag]) -> Timeframe | None:
    """The shortest time among fired flags; None when none fired."""
    return min((one.timeframe for one in flags), key=lambda frame: frame.rank, default=None)


def _judge(
    flag: Flag, known: tuple[Finding, ...], present: frozenset[str], absent: frozenset[str], person: Person
) -> RedFlag | None:
    held = [(rule, met) for rule in flag.rules if (met := rule.met_by(present, absent, person))]
    if not held:
        return None
    held.sort(key=lambda pair: (pair[0].timeframe or flag.timeframe).rank)
    concepts = {slug.removesuffix(ON_BOTH_SIDES) for _, met in held for slug in met}
    return RedFlag(
        flag=flag,
        timeframe=held[0][0].timeframe or flag.timeframe,
        because=tuple(rule.why for rule, _ in held),
        findings=tuple(f for f in known if f.present and f.concept in concepts),
    )
