"""Injuries become findings where the vocabulary has a concept for them; ``injuries.toml`` says which."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from pydantic import TypeAdapter

from myotome.symptoms.concepts import load_vocabulary
from myotome.words.errors import KnowledgeError
from myotome.words.finding import Evidence, Finding, Origin
from myotome.words.injury import Harm, Injury, Place
from myotome.words.rows import FORBID_EXTRA, read_row
from myotome.words.shelf import read_book


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: the concept that is present where an injury has all that the rule names."""

    __pydantic_config__ = FORBID_EXTRA

    concept: str
    harm: Harm | None = None
    place: Place | None = None
    before: bool = False
    same_limb: bool = False

    def fits(self, injury: Injury) -> bool:
        """Whether everything that it names was said of the injury; what nobody said does not count as said."""
        return (
            (self.harm is None or self.harm in injury.harms)
            and (self.place is None or self.place is injury.place)
            and (not self.before or injury.before is True)
            and (not self.same_limb or injury.same_limb is True)
        )


@lru_cache(maxsize=1)
def load_rules() -> tuple[Rule, ...]:
    """The packaged rules; raises KnowledgeError for a concept that the vocabulary does not have."""
    rows = read_book("myotome.symptoms", "injuries.toml").content["rule"]
    rules = tuple(read_row(_RULE, row, f"symptoms/injuries.toml > rule {k}") for k, row in enumerate(rows, start=1))
    unknown = [rule.concept for rule in rules if rule.concept not in load_vocabulary().concepts]
    if unknown:
        raise KnowledgeError("no such concept", value=unknown[0], place="symptoms/injuries.toml")
    return rules


def injury_findings(injuries: tuple[Injury, ...]) -> tuple[Finding, ...]:
    """What follows from the injuries, each with its side and the words in which the injury was told; present findings only."""
    return tuple(
        Finding(rule.concept, side=injury.side, evidence=Evidence(Origin.REPORTED, "list of injuries", injury.what))
        for injury in injuries
        for rule in load_rules()
        if rule.fits(injury)
    )


_RULE: TypeAdapter[Rule] = TypeAdapter(Rule)
