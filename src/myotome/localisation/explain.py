"""Why an explanation leads: what the affected muscles share, what they do not, what is spared and what stays unexplained."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from myotome.anatomy.muscles import Muscle, muscles
from myotome.anatomy.nerves import below, nerves, trunk_nerve
from myotome.anatomy.reflexes import reflexes
from myotome.anatomy.skin import dermatomes, skin_areas
from myotome.localisation.columns import Column, columns
from myotome.localisation.hypotheses import Hypothesis, shelf
from myotome.localisation.observe import Observations, is_abnormal
from myotome.localisation.ranking import Explanation
from myotome.localisation.signs import LEVELS

SHARED_FROM = 0.12
"""A muscle counts as supplied by a root or nerve from this share upwards (elicited)."""
EXPLAINED_FROM = 0.1
"""A sign counts as explained by a lesion that takes at least this share of the structure (elicited)."""
_AFFECTED = ("weak", "wasting", "emg_denervated", "emg_myopathic", "fasciculation")
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


@dataclass(frozen=True, slots=True)
class Reasons:
    """Sentences for a reader, and the findings that the explanation leaves over, as labels."""

    sentences: tuple[str, ...]
    unexplained: tuple[str, ...]

    @property
    def text(self) -> str:
        """All sentences in one paragraph."""
        return " ".join(self.sentences)


def explain(explanation: Explanation, seen: Observations, *, sided: bool = True) -> Reasons:
    """What speaks for ``explanation`` in the light of what was seen; ``sided`` False keeps sides out of the words."""
    affected = _affected(seen)
    spared = _spared(seen, affected)
    sentences = [_pattern(lesion, affected, spared) for lesion in explanation.lesions if len(explanation.lesions) == 1]
    if len(explanation.lesions) > 1:
        sentences = [_split(explanation.lesions, seen, sided)]
    sentences += _feeling(seen)
    left = _unexplained(explanation, seen, sided)
    if left:
        sentences.append(f"It does not explain {joined(left)}.")
    return Reasons(tuple(s for s in sentences if s), tuple(left))


def joined(words: Iterable[str]) -> str:
    """Words as a list in a sentence: 'a, b and c'."""
    words = list(words)
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}" if words else ""


def column_label(column: Column, *, sided: bool = True) -> str:
    """A column in words: 'weak left deltoid', 'right ankle reflex reduced'."""
    modality, slug, side = column
    where = f"{side.value} " if sided and side.value in {"left", "right"} else ""
    if slug in muscles():
        word = {"weak": "weakness of", "wasting": "wasting of", "fasciculation": "flickers in"}.get(
            modality, "needle examination of"
        )
        return f"{word} {where}{muscles()[slug].label[0].lower()}{muscles()[slug].label[1:]}"
    if slug in reflexes():
        return f"{where}{reflexes()[slug].label} {'brisk' if modality == 'reflex_brisk' else 'reduced'}"
    if slug in skin_areas():
        return f"numbness of the {where}{skin_areas()[slug].label}"
    if slug in dermatomes():
        return f"numbness of the {where}{dermatomes()[slug].root} skin"
    if modality in {"snap_low", "cmap_low"}:
        kind = "sensory" if modality == "snap_low" else "motor"
        return f"low {kind} response of the {where}{nerves()[slug].label}"
    return f"{where}{slug.replace('_', ' ').replace('@', ' at ')}"


def _affected(seen: Observations) -> list[Muscle]:
    slugs = dict.fromkeys(c[1] for c, outcome in seen.told if c[0] in _AFFECTED and is_abnormal(outcome))
    return [muscles()[slug] for slug in slugs]


def _spared(seen: Observations, affected: Sequence[Muscle]) -> list[Muscle]:
    hit = {muscle.slug for muscle in affected}
    slugs = dict.fromkeys(
        c[1] for c, outcome in seen.told if c[0] in {"weak", "emg_denervated"} and not is_abnormal(outcome)
    )
    return [muscles()[slug] for slug in slugs if slug not in hit]


def _pattern(lesion: Hypothesis, affected: Sequence[Muscle], spared: Sequence[Muscle]) -> str:
    if not affected:
        return ""
    if lesion.facet == "single_nerve":
        return _nerve_sentence(lesion, affected, spared)
    if lesion.facet in {"root", "plexus"} and lesion.focal:
        return _root_sentence(affected)
    regions = joined(dict.fromkeys(muscle.region.replace("_", " ") for muscle in affected))
    return f"The affected muscles lie in {regions}; this is the pattern of: {lesion.label}."


def _root_sentence(affected: Sequence[Muscle]) -> str:
    roots = shared_roots(affected)
    nerve, within = _main_nerve(affected)
    outside = [muscle for muscle in affected if muscle not in within]
    subject = _subject(affected)
    if not roots:
        return f"{subject} share no root, and no single nerve supplies them all." if outside else ""
    if not outside:
        return f"{subject} {_share(affected)} {joined(roots)}, and the {nerves()[nerve].label} as well."
    others = joined(f"{_name(muscle)} ({nerves()[muscle.nerve].label})" for muscle in outside[:3])
    return f"{subject} {_share(affected)} {joined(roots)} but not the {nerves()[nerve].label}: it does not supply {others}."


def _nerve_sentence(lesion: Hypothesis, affected: Sequence[Muscle], spared: Sequence[Muscle]) -> str:
    trunk = trunk_nerve(lesion.nerve)
    family = [m for m in spared if any(trunk_nerve(nerve).slug == trunk.slug for nerve in m.nerves)]
    own = {item.slug for item in below(lesion.nerve)}
    above = [m for m in family if m.slug in own]
    beside = [m for m in family if m not in above]
    roots = shared_roots(affected)
    same_root = [
        m for m in spared if m not in family and any(m.roots.get(root, 0) >= 2 * SHARED_FROM for root in roots)
    ]
    sentence = f"{_subject(affected)} {'is' if len(affected) == 1 else 'are all'} supplied by the {nerves()[lesion.nerve].label}"
    sentence += f" beyond the {lesion.site.replace('_', ' ')}" if lesion.site else ""
    if above:
        sentence += f"; {joined(_name(m) for m in above[:3])}, from the same nerve, {_is(above)} spared"
    if beside:
        names = joined(_name(m) for m in beside[:3])
        sentence += f"; {names}, from another branch of the {trunk.label}, {_is(beside)} spared"
    if same_root:
        sentence += f"; {joined(_name(m) for m in same_root[:3])} {_share(same_root[:3])} the roots but not the nerve, and {_is(same_root)} spared"
    return sentence + "."


def shared_roots(affected: Sequence[Muscle]) -> list[str]:
    """Roots with a real share in every one of the muscles, in the order of the first."""
    if not affected:
        return []
    first, *rest = affected
    return [
        root
        for root, share in first.roots.items()
        if share >= SHARED_FROM and all(muscle.roots.get(root, 0.0) >= SHARED_FROM for muscle in rest)
    ]


def _main_nerve(affected: Sequence[Muscle]) -> tuple[str, list[Muscle]]:
    supplied: dict[str, list[Muscle]] = {}
    for muscle in affected:
        for slug in {trunk_nerve(nerve).slug for nerve, share in muscle.nerves.items() if share >= SHARED_FROM}:
            supplied.setdefault(slug, []).append(muscle)
    nerve = max(sorted(supplied), key=lambda slug: len(supplied[slug]))
    return nerve, supplied[nerve]


def _split(lesions: Sequence[Hypothesis], seen: Observations, sided: bool) -> str:
    parts = []
    for lesion in lesions:
        name = lesion.full_label if sided else lesion.label
        row = shelf().loss[shelf().hypotheses.index(lesion)]
        mine = [
            column_label(column, sided=sided)
            for column, outcome in seen.told
            if is_abnormal(outcome) and row[columns()[column]] >= EXPLAINED_FROM * (LEVELS - 1)
        ]
        parts.append(f"{name} explains {joined(mine[:5])}" if mine else f"{name} adds nothing")
    return f"One lesion alone fits less well: {'; '.join(parts)}."


def _feeling(seen: Observations) -> list[str]:
    felt = [outcome for column, outcome in seen.told if column[0] == "sensation"]
    snap = [outcome for column, outcome in seen.told if column[0] == "snap_low"]
    sentences = []
    if felt and not any(map(is_abnormal, felt)):
        sentences.append("Feeling is kept where it was tested.")
    numb = any(map(is_abnormal, felt))
    if snap and numb and not any(map(is_abnormal, snap)):
        sentences.append(
            "Sensory responses are normal although the skin is numb, which points before the ganglion: a root."
        )
    return sentences


def _unexplained(explanation: Explanation, seen: Observations, sided: bool) -> list[str]:
    known = shelf()
    rows = [known.loss[known.hypotheses.index(lesion)] for lesion in explanation.lesions]
    return [
        column_label(column, sided=sided)
        for column, outcome in seen.told
        if is_abnormal(outcome) and max(row[columns()[column]] for row in rows) < EXPLAINED_FROM * (LEVELS - 1)
    ]


def _subject(affected: Sequence[Muscle]) -> str:
    if len(affected) == 1:
        return f"{affected[0].label}"
    count = _NUMBERS[len(affected)] if len(affected) < len(_NUMBERS) else str(len(affected))
    return f"These {count} muscles"


def _share(affected: Sequence[Muscle]) -> str:
    return "shares" if len(affected) == 1 else "share"


def _is(affected: Sequence[Muscle]) -> str:
    return "is" if len(affected) == 1 else "are"


def _name(muscle: Muscle) -> str:
    return muscle.label[0].lower() + muscle.label[1:]
