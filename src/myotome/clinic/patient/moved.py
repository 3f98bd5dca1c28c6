"""What moved between two assessments, and why: which causes rose or fell, and the new or changed findings that pushed them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

LEAST_MOVE = 0.005
"""A change of less than half a per cent is not told. A display choice."""
MOST_TOLD = 5
MOST_REASONS = 3


@dataclass(frozen=True, slots=True)
class Reason:
    """One finding that is new, gone or turned round: its name, what happened to it, and its push on this cause in decibans."""

    label: str
    what: str
    decibans: float | None


@dataclass(frozen=True, slots=True)
class Move:
    """One cause: probability and place before and after."""

    label: str
    before: float
    after: float
    place_before: int
    place_after: int
    reasons: tuple[Reason, ...]

    @property
    def rose(self) -> bool:
        """True when it became likelier."""
        return self.after > self.before


@dataclass(frozen=True, slots=True)
class Moved:
    """Everything that moved, largest first; ``findings`` are the changes behind it, ``flags`` new and gone red flags."""

    moves: tuple[Move, ...]
    findings: tuple[Reason, ...]
    new_flags: tuple[str, ...]
    gone_flags: tuple[str, ...]
    versions_changed: bool


def what_moved(before: dict[str, Any], after: dict[str, Any]) -> Moved:
    """Compare two assessments (``assessment.json``), the older first."""
    changed = _changed(before, after)
    was = {cause["slug"]: (place, cause) for place, cause in enumerate(before["causes"], start=1)}
    moves = []
    for place, cause in enumerate(after["causes"], start=1):
        if cause["slug"] not in was:
            continue
        old_place, old = was[cause["slug"]]
        if abs(cause["probability"] - old["probability"]) >= LEAST_MOVE:
            reasons = _reasons(old, cause, changed)
            moves.append(Move(cause["label"], old["probability"], cause["probability"], old_place, place, reasons))
    moves.sort(key=lambda move: -abs(move.after - move.before))
    old_flags = {flag["slug"]: flag["label"] for flag in before["red_flags"]}
    new_flags = {flag["slug"]: flag["label"] for flag in after["red_flags"]}
    return Moved(
        tuple(moves[:MOST_TOLD]),
        (*(Reason(label, what, None) for label, what in changed.values()), *_at_places(before, after)),
        tuple(label for slug, label in new_flags.items() if slug not in old_flags),
        tuple(label for slug, label in old_flags.items() if slug not in new_flags),
        before["versions"] != after["versions"],
    )


def _states(content: dict[str, Any]) -> dict[str, tuple[str, bool]]:
    """Concepts by slug with label and whether present; present anywhere wins."""
    states: dict[str, tuple[str, bool]] = {}
    for finding in content["findings"]:
        seen = states.get(finding["concept"], (finding["label"], False))
        states[finding["concept"]] = (finding["label"], seen[1] or finding["present"])
    return states


def _changed(before: dict[str, Any], after: dict[str, Any]) -> dict[str, tuple[str, str]]:
    was, now = _states(before), _states(after)
    changed: dict[str, tuple[str, str]] = {}
    for slug, (label, present) in now.items():
        if slug not in was:
            changed[slug] = (label, "now found" if present else "looked for and not found")
        elif was[slug][1] is not present:
            changed[slug] = (label, "now found" if present else "now not found")
    for slug, (label, _) in was.items():
        if slug not in now:
            changed[slug] = (label, "taken out")
    return changed


def _at_places(before: dict[str, Any], after: dict[str, Any]) -> tuple[Reason, ...]:
    """Findings of named muscles, reflexes and areas that are new, gone or graded otherwise: the ranking hears of them through their pattern."""
    was, now = _placed(before), _placed(after)
    reasons = []
    for place, said in now.items():
        if place not in was:
            reasons.append(Reason(_place_words(place), f"now {said}", None))
        elif was[place] != said:
            reasons.append(Reason(_place_words(place), f"{was[place]} before, now {said}", None))
    reasons += [Reason(_place_words(place), "taken out", None) for place in was if place not in now]
    return tuple(reasons)


def _placed(content: dict[str, Any]) -> dict[tuple[str, str, str], str]:
    """What was stated at each place; what follows from it is left out."""
    return {
        (one["label"], one["site"], one["side"]): one["grade"] or ("found" if one["present"] else "not found")
        for one in content["findings"]
        if one["site"] and one["origin"] != "derived"
    }


def _place_words(place: tuple[str, str, str]) -> str:
    label, site, side = place
    where = site.replace("_", " ")
    return f"{label} ({where}, {side})" if side in {"left", "right"} else f"{label} ({where})"


def _reasons(old: dict[str, Any], new: dict[str, Any], changed: dict[str, tuple[str, str]]) -> tuple[Reason, ...]:
    pushes_before = {push["concept"]: push["decibans"] for push in old["pushes"]}
    pushes_after = {push["concept"]: push["decibans"] for push in new["pushes"]}
    reasons = []
    for slug, (label, what) in changed.items():
        if slug in pushes_after or slug in pushes_before:
            push = pushes_after.get(slug, 0.0) - pushes_before.get(slug, 0.0)
            reasons.append(Reason(label, what, push))
    reasons.sort(key=lambda reason: -abs(reason.decibans or 0.0))
    return tuple(reasons[:MOST_REASONS])
