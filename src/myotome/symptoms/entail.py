"""What findings mean without a word more: a weak tibialis anterior is a foot drop, a split hand is a wasted hand.

Every conclusion is a finding of its own, marked as derived and naming what it follows from. Nothing is concluded from an absence: a
strong tibialis anterior does not exclude weakness elsewhere in the leg.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from myotome.anatomy.muscles import REGIONS, muscles
from myotome.symptoms.concepts import Vocabulary
from myotome.words.finding import Evidence, Finding, Origin
from myotome.words.shelf import read_book


@dataclass(frozen=True, slots=True)
class Entailed:
    """The findings with everything that follows from them, and sentences on contradictions that were resolved on the way."""

    findings: tuple[Finding, ...]
    conflicts: tuple[str, ...]


def entail(findings: Iterable[Finding], vocabulary: Vocabulary) -> Entailed:
    """Add what follows from present findings; entailing twice adds nothing more.

    Where a finding implies what another says is absent, the absence is set aside and a sentence says so.
    """
    known = [_named(finding, vocabulary) for finding in findings]
    derived: list[Finding] = []
    present = {finding.concept for finding in known if finding.present}
    queue = [finding for finding in known if finding.present]
    while queue:
        finding = queue.pop(0)
        for slug in (*vocabulary.concepts[finding.concept].implies, *_from_site(finding)):
            if slug not in present:
                present.add(slug)
                label = vocabulary.concepts[finding.concept].label
                evidence = Evidence(Origin.DERIVED, text=f"follows from: {label}")
                derived.append(Finding(slug, side=finding.side, site=finding.site, evidence=evidence))
                queue.append(derived[-1])
    kept, conflicts = [], []
    concluded = {finding.concept: finding for finding in derived}
    for finding in known:
        reason = concluded.get(finding.concept)
        if not finding.present and reason is not None:
            label = vocabulary.concepts[finding.concept].label
            conflicts.append(
                f"“{label}” is stated to be absent, but {reason.evidence.text}: the absence was set aside."
            )
        else:
            kept.append(finding)
    return Entailed((*kept, *derived), tuple(conflicts))


def _named(finding: Finding, vocabulary: Vocabulary) -> Finding:
    slug = vocabulary.resolve(finding.concept).slug
    if slug == finding.concept:
        return finding
    return Finding(slug, finding.state, finding.side, finding.site, finding.grade, finding.started, finding.evidence)


def _from_site(finding: Finding) -> Iterator[str]:
    """General concepts that a sign at a muscle or region stands for; a grade of 5 is no weakness."""
    table = _table()
    if not finding.site or finding.grade.strip().removesuffix("/5") == "5":
        return
    muscle = muscles().get(finding.site)
    region = muscle.region if muscle is not None else finding.site
    by_region = table["region"].get(finding.concept)
    if by_region is not None and (muscle is not None or region in REGIONS):
        yield from by_region.get(region, by_region.get("other", ()))
    yield from table["muscle"].get(finding.concept, {}).get(finding.site, ())


@lru_cache(maxsize=1)
def _table() -> dict[str, dict[str, dict[str, list[str]]]]:
    return read_book("myotome.symptoms", "sited.toml").content
