"""What one person shows, in HPO terms: read from ids, old ids mapped, unknown ids named, nothing lost in silence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from myotome.diagnosis.genetic.onset import Stages
from myotome.diagnosis.genetic.ontology import Ontology
from myotome.words.case import Sex
from myotome.words.errors import NothingMeasurable, UnknownName


@dataclass(frozen=True, slots=True)
class Phenotype:
    """Numbers of the terms present and excluded, sex, the stage of onset (None when not stated), and what was said of the input."""

    present: tuple[int, ...]
    excluded: tuple[int, ...] = ()
    sex: Sex = Sex.UNKNOWN
    onset_stage: int | None = None
    notices: tuple[str, ...] = ()


def read_phenotype(
    ontology: Ontology,
    stages: Stages,
    present: Iterable[str],
    excluded: Iterable[str] = (),
    *,
    sex: Sex = Sex.UNKNOWN,
    onset: float | str | None = None,
) -> Phenotype:
    """Read HPO ids such as ``HP:0003701``.

    ``onset`` is an age in years or the id or label of an HPO onset term. Old ids are mapped, unknown ids and terms that are
    no phenotype are left out; each is said in ``notices``. An excluded term that a present one implies is left out too.
    Raises NothingMeasurable when no usable present term remains.
    """
    notices: list[str] = []
    here = _usable(ontology, present, "present", notices)
    gone = _usable(ontology, excluded, "excluded", notices)
    if not here:
        seen = ", ".join(notices) or "no term was given"
        raise NothingMeasurable(
            "no usable sign to rank genetic disease by", value=seen, cure="Give at least one HPO term."
        )
    implied = set(ontology.closure(here).tolist())
    kept = []
    for number in gone:
        if number in implied:
            notices.append(
                f"{_named(ontology, number)} is said to be absent, yet a sign that is present implies it; taken as present"
            )
        else:
            kept.append(number)
    return Phenotype(tuple(here), tuple(kept), sex, _stage(stages, onset, notices), tuple(notices))


def _usable(ontology: Ontology, ids: Iterable[str], state: str, notices: list[str]) -> list[int]:
    numbers: dict[int, None] = {}
    for term in (term.strip() for term in ids):
        if not term:
            continue
        try:
            number = ontology.number(term)
        except UnknownName as unknown:
            notices.append(f"{unknown.problem}; left out")
            continue
        if term in ontology.moved:
            notices.append(f"{term} is obsolete; read as {_named(ontology, number)}")
        if ontology.phenotypic[number]:
            numbers[number] = None
        else:
            notices.append(f"{_named(ontology, number)} is not a sign; left out of the {state} signs")
    return list(numbers)


def _stage(stages: Stages, onset: float | str | None, notices: list[str]) -> int | None:
    if onset is None or onset == "":
        return None
    if isinstance(onset, int | float):
        return stages.of_age(float(onset))
    if onset in stages.labels:
        return stages.labels.index(onset)
    stage = stages.of_term(onset)
    if stage is None:
        notices.append(f"the onset {onset!r} is not one stage of life; left out")
    return stage


def _named(ontology: Ontology, number: int) -> str:
    return f"{ontology.ids[number]} ({ontology.names[number]})"
