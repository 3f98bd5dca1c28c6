"""One text while it is being read: findings, values and medicines so far, and the rules by which a mention becomes a finding."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Final

from myotome.symptoms.exposures import match_medications
from myotome.symptoms.reader.course import (
    CHILD_BELOW_YEARS,
    WALKS_LATE_FROM_MONTHS,
    YOUTH_BELOW_YEARS,
    durations,
    started_at,
    tempo,
    walked_at,
)
from myotome.symptoms.reader.cues import Cues, Said
from myotome.symptoms.reader.items import scan
from myotome.symptoms.reader.kin import FAMILY, RELATIVES, names_no_other_illness, names_the_trouble
from myotome.symptoms.reader.leftover import left_over
from myotome.symptoms.reader.lexicon import ROOM, Lexicon
from myotome.symptoms.reader.medicines import Taken, drugs, medicines
from myotome.symptoms.reader.mention import Mention
from myotome.symptoms.reader.person import person_in
from myotome.symptoms.reader.placed import Said as SaidHead
from myotome.symptoms.reader.reading import NotUnderstood, Reading, SetAside, Why
from myotome.symptoms.reader.sentence import mentions
from myotome.symptoms.reader.spelling import Speller
from myotome.symptoms.reader.tokens import Token
from myotome.symptoms.reader.values import Value, values
from myotome.words.errors import OutOfRange
from myotome.words.finding import Evidence, Finding, Origin
from myotome.words.shelf import read_book
from myotome.words.side import Side, State


@dataclass
class Passage:
    """What has been read of one text so far; ``sentence`` adds one, ``reading`` closes the book."""

    text: str
    lexicon: Lexicon
    speller: Speller
    by: str
    tests: frozenset[str]
    found: dict[tuple[str, State, Side, str], Finding] = field(default_factory=dict)
    aside: dict[tuple[str, State, Why], SetAside] = field(default_factory=dict)
    measured: list[Value] = field(default_factory=list)
    taken: list[Taken] = field(default_factory=list)
    unknown: list[NotUnderstood] = field(default_factory=list)
    corrected: dict[str, str] = field(default_factory=dict)
    notices: list[str] = field(default_factory=list)
    carried: SaidHead | None = None
    timed: bool = False

    def sentence(self, tokens: list[Token]) -> None:
        """Read one sentence."""
        self._spell(tokens)
        seen = scan(tokens, self.lexicon, self.tests)
        cues = Cues(tokens, seen.clause, seen.link, seen.joins)
        listed, self.carried = mentions(seen, self.lexicon, self.carried)
        consumed: set[int] = {at for cue in cues.cues if cue.kind != "end" for at in range(cue.first, cue.last + 1)}
        consumed |= {
            at for item in seen.items if item.has("side") or item.has("test") for at in range(item.first, item.last + 1)
        }
        if listed:
            topics = self.lexicon.topics
            consumed |= {i.first for i in seen.items if any(topics[n].head for n in i.roles.get("topic", ()))}
        kin = False
        for mention in listed:
            at = mention.at if mention.at >= 0 else mention.first
            said = cues.said(at, at if mention.at >= 0 else mention.last, mention.anchors)
            consumed |= mention.anchors | set(range(mention.first, mention.last + 1))
            kin = self._judge(tokens, mention, said) or kin
        consumed |= self._family(tokens, cues, kin)
        consumed |= self._medicines(tokens, cues)
        spans = self._values(tokens)
        spans += self._course(tokens)
        self._impossible_grades(tokens)
        self.unknown += left_over(self.text, tokens, consumed, spans)

    def reading(self) -> Reading:
        """Everything read so far."""
        person, places, notices = person_in(self.text)
        kept = [u for u in self.unknown if not any(a < u.span[1] and u.span[0] < b for a, b in places)]
        findings = sorted(self.found.values(), key=lambda f: f.evidence.span or (0, 0))
        wordings = tuple(f"“{wrong}” was read as “{right}”: please check." for wrong, right in self.corrected.items())
        assumed = tuple(v.notice for v in self.measured if v.notice)
        return Reading(
            self.text,
            tuple(findings),
            tuple(v.measurement for v in self.measured),
            tuple(t.medication for t in self.taken),
            person,
            tuple(self.aside.values()),
            tuple(kept),
            tuple(self.corrected.items()),
            (*notices, *self.notices, *assumed, *wordings),
            tuple(v.span for v in self.measured),
            tuple(t.span for t in self.taken),
        )

    def _spell(self, tokens: list[Token]) -> None:
        for token in tokens:
            right = self.speller.correct(token)
            if right:
                token.norm = right
                self.corrected[token.text] = right

    def _judge(self, tokens: Sequence[Token], mention: Mention, said: Said) -> bool:
        """Keep one mention as a finding or set it aside; True when it is the same trouble in a relative."""
        concept = self.lexicon.vocabulary.concepts[mention.concept]
        present = mention.present
        if mention.only_absent:
            if not (said.denied or mention.settled):
                return False
            present = False
        elif said.denied:
            if mention.fixed:
                return False
            present = not present
        if not present and (mention.wide or concept.slug.startswith("onset_")):
            return False
        finding = self._finding(tokens, mention, present)
        if said.relative and concept.facet != "family_background":
            self._set_aside(finding, Why.RELATIVE)
            return concept.facet in _facets("same_trouble")
        if said.hypothetical:
            self._set_aside(finding, Why.HYPOTHETICAL)
        elif said.uncertain:
            self._set_aside(finding, Why.UNCERTAIN)
        elif said.past and present and concept.facet not in _facets("past_is_present"):
            self._set_aside(finding, Why.PAST)
        elif (
            concept.slug == "family_history"
            and not said.relative
            and present
            and not names_no_other_illness(tokens, mention)
        ):
            self._set_aside(finding, Why.RELATIVE)
        else:
            self.found.setdefault((finding.concept, finding.state, finding.side, finding.site), finding)
        return False

    def _finding(self, tokens: Sequence[Token], mention: Mention, present: bool) -> Finding:
        concept = mention.concept
        if not present and mention.site:
            concept = _ABSENT_AT_A_PLACE.get(concept, concept)
        start, end = tokens[mention.first].start, tokens[mention.last].end
        evidence = Evidence(Origin.READ, self.by, self.text[start:end], (start, end))
        facet = self.lexicon.vocabulary.concepts[concept].facet
        side = "" if facet.startswith(_SIDELESS) else mention.side
        state = State.PRESENT if present else State.ABSENT
        return Finding(concept, state, Side(side or "unstated"), mention.site, mention.grade, evidence=evidence)

    def _set_aside(self, finding: Finding, why: Why) -> None:
        self.aside.setdefault((finding.concept, finding.state, why), SetAside(finding, why))

    def _family(self, tokens: Sequence[Token], cues: Cues, kin: bool) -> set[int]:
        """A relative with the same trouble, or a denied one."""
        used: set[int] = set()
        for cue in cues.cues:
            if cue.kind != "relative" or cue.first in cues.told:
                continue
            used |= set(range(cue.first, cue.last + 1))
            denied = cues.said(cue.first, cue.last).denied or cues.denied_after(cue.last)
            whole_family = tokens[cue.first].low in FAMILY and denied
            if not kin and not whole_family and not names_the_trouble(tokens):
                continue
            slug = RELATIVES[cue.what]
            whole = Mention(slug, not denied, cue.first, cue.last)
            if denied:
                whole = replace(whole, concept="family_history")
            finding = self._finding(tokens, whole, not denied)
            self.found.setdefault((finding.concept, finding.state, finding.side, finding.site), finding)
        return used

    def _medicines(self, tokens: Sequence[Token], cues: Cues) -> set[int]:
        used: set[int] = set()
        for taken in medicines(self.text, tokens):
            used |= set(range(taken.first, taken.last + 1))
            said = cues.said(taken.first, taken.last)
            if said.denied or said.relative or said.hypothetical:
                continue
            self.taken.append(taken)
            for exposure in match_medications((taken.medication,), drugs()):
                for one in exposure.findings:
                    if one.concept not in self.lexicon.vocabulary.concepts:
                        continue
                    finding = self._finding(tokens, Mention(one.concept, True, taken.first, taken.last), True)
                    self.found.setdefault((finding.concept, finding.state, finding.side, finding.site), finding)
        return used

    def _values(self, tokens: Sequence[Token]) -> list[tuple[int, int]]:
        found = list(values(self.text, tokens[0].start, tokens[-1].end))
        self.measured += found
        return [value.span for value in found]

    def _course(self, tokens: Sequence[Token]) -> list[tuple[int, int]]:
        spans = []
        for years, span in started_at(self.text, tokens[0].start, tokens[-1].end):
            spans.append(span)
            if years < YOUTH_BELOW_YEARS:
                self._timed("childhood_onset" if years < CHILD_BELOW_YEARS else "youth_onset", span)
        for months, span in walked_at(self.text, tokens[0].start, tokens[-1].end):
            spans.append(span)
            self._timed("delayed_walking", span, months >= WALKS_LATE_FROM_MONTHS)
        first, last = tokens[0].start, tokens[-1].end
        own = [f for f in self.found.values() if f.present and f.evidence.span and first <= f.evidence.span[0] < last]
        facets = {self.lexicon.vocabulary.concepts[f.concept].facet for f in own}
        for one in durations(self.text, tokens[0].start, tokens[-1].end):
            if any(a <= one.span[0] < b for a, b in spans):
                continue
            spans.append(one.span)
            if (
                self.timed
                or not one.linked
                or facets.isdisjoint(_facets("same_trouble"))
                or self._another_thing(one.span)
            ):
                continue
            self.timed = True
            self._timed(tempo(one.days), one.span)
        return spans

    def _timed(self, slug: str, span: tuple[int, int], present: bool = True) -> None:
        if slug in _TEMPO and any(f.concept in _TEMPO and f.present for f in self.found.values()):
            return
        evidence = Evidence(Origin.READ, self.by, self.text[span[0] : span[1]], span)
        finding = Finding(slug, State.PRESENT if present else State.ABSENT, evidence=evidence)
        self.found.setdefault((finding.concept, finding.state, finding.side, finding.site), finding)

    def _another_thing(self, span: tuple[int, int]) -> bool:
        """A duration right behind a medicine or an old illness is its own ("diabetes for ten years")."""
        for finding in self.found.values():
            place = finding.evidence.span
            if place and 0 <= span[0] - place[1] <= _BESIDE:
                facet = self.lexicon.vocabulary.concepts[finding.concept].facet
                if facet.startswith(("exposure", "history", "comorbidity", "cardiac", "endocrine")):
                    return True
        return any(0 <= span[0] - t.span[1] <= _BESIDE for t in self.taken)

    def _impossible_grades(self, tokens: Sequence[Token]) -> None:
        for token in tokens:
            if token.kind == "grade" and not "0" <= token.text[0] <= "5":
                error = OutOfRange(
                    "strength is graded 0 to 5", value=token.text, cure="Write 0, 1, 2, 3, 4-, 4, 4+, 5- or 5."
                )
                self.notices.append(str(error))


@lru_cache(maxsize=4)
def _facets(name: str) -> frozenset[str]:
    return frozenset(read_book(ROOM, "context.toml").content["relatives"][name])


_SIDELESS: Final = (
    "tempo",
    "lab_",
    "exposure",
    "family",
    "history",
    "comorbidity",
    "developmental",
    "fatigability",
    "cardiac",
    "nutrition",
    "endocrine",
    "genetics",
    "csf",
    "biopsy",
    "autonomic",
)
_TEMPO: Final = frozenset({"onset_acute", "onset_subacute", "onset_chronic"})
_BESIDE: Final = 14
_ABSENT_AT_A_PLACE: Final = {
    "fasciculations": "muscle_fasciculation",
    "pain": "pain_sited",
    "sensory_loss": "sensation_reduced",
}
"""A finding denied at one place is not denied of the whole person."""
