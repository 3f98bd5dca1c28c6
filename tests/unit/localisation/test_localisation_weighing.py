"""The kernel: probabilities, agreement with a slow and readable reference, and what one false sign may do."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from myotome.anatomy.muscles import single_muscles
from myotome.anatomy.skin import skin_areas
from myotome.localisation.columns import columns
from myotome.localisation.evidence import (
    BedsideEvidence,
    Conduction,
    NeedleEmg,
    ReflexFinding,
    Sensation,
    Sign,
    Strength,
)
from myotome.localisation.hypotheses import FACETS, shelf
from myotome.localisation.localise import localise
from myotome.localisation.observe import observations
from myotome.localisation.ranking import rank
from myotome.localisation.signs import LEVELS, modalities, setting
from myotome.localisation.weigh import weigh
from myotome.words.errors import NothingMeasurable
from myotome.words.side import Side

L = Side.LEFT
ULNAR = (
    Strength("fdi", L, 3.0),
    Strength("adm", L, 4.0),
    Strength("apb", L, 5.0),
    Strength("extensor indicis", L, 5.0),
    Sensation("little_finger", L),
)


def test_nothing_abnormal_is_not_localised() -> None:
    """Normal findings alone say nothing about where a lesion is: the answer is a refusal, not a guess."""
    with pytest.raises(NothingMeasurable, match="nothing abnormal"):
        localise(BedsideEvidence((Strength("fdi", L, 5.0), Sensation("thumb", L, reduced=False))))
    with pytest.raises(NothingMeasurable):
        localise(BedsideEvidence(()))


def test_no_single_sign_can_outvote_the_rest() -> None:
    """Each P(sign | loss) stays between its false-positive rate and one minus its miss rate: nothing is ruled out."""
    loss = np.linspace(0, 1, 11)
    for modality in modalities().values():
        chance = modality.probability(loss)
        assert chance.min() >= modality.false_positive - 1e-12 > 0
        assert chance.max() <= 1 - modality.miss + 1e-12 < 1
        assert (np.diff(chance) > 0).all()


def test_one_false_sign_does_not_remove_an_ulnar_lesion() -> None:
    """A numb thumb, a weak calf or a lost ankle jerk added to a clear ulnar pattern leaves it in the top three."""
    for wrong in (Sensation("thumb", L), Strength("soleus", L, 4.0), ReflexFinding("ankle", L, 0)):
        places = [e.slug for e in rank(weigh(observations((*ULNAR, wrong))))[:3]]
        assert "ulnar_elbow" in places or "ulnar_wrist" in places


def test_posteriors_of_singles_and_pairs_sum_to_one() -> None:
    """All the mass is somewhere, and none is negative."""
    weighed = weigh(observations(ULNAR))
    total = np.exp(weighed.single).sum() + np.exp(weighed.pairs[np.isfinite(weighed.pairs)]).sum()
    assert total == pytest.approx(1, abs=1e-9)
    result = localise(BedsideEvidence(ULNAR))
    assert sum(result.facet.values()) == pytest.approx(1)
    assert set(result.facet) == set(FACETS)


def reference_log_likelihood(hypothesis: int, items: tuple[object, ...]) -> float:
    """Log likelihood of one lesion written out sign by sign, straight from the definition."""
    seen = observations(items)  # type: ignore[arg-type]
    names = list(columns())
    total = 0.0
    parts = []
    for factor, weight in zip(setting("severity", "factors"), setting("severity", "weights"), strict=True):
        log_p = math.log(weight)
        for column, abnormal, w, told in zip(
            seen.column, seen.abnormal, seen.weight, [*seen.told, *[None] * len(seen.column)], strict=False
        ):
            modality = modalities()[names[column][0]]
            loss = factor * int(shelf().loss[hypothesis, column]) / (LEVELS - 1)
            s, f, m = modality.steepness, modality.false_positive, modality.miss
            p = f + (1 - m - f) * (1 - math.exp(-s * loss)) / (1 - math.exp(-s))
            if abnormal:
                outcome = told[1] if told else "yes"
                severe, slight = 0.05 + 0.55 * loss, 0.45 - 0.35 * loss
                p *= {"yes": 1.0, "severe": severe, "slight": slight, "mild": 1 - severe - slight}[outcome]
            else:
                p = 1 - p
            log_p += float(w) * math.log(p)
        parts.append(log_p)
    top = max(parts)
    total = top + math.log(sum(math.exp(part - top) for part in parts))
    return total


def test_the_fast_kernel_agrees_with_the_slow_reference() -> None:
    """Differences of log posterior between lesions equal those worked out sign by sign (graded parameters as in signs.toml)."""
    weighed = weigh(observations(ULNAR))
    known = shelf()
    seen = observations(ULNAR)
    silent = setting("tempering", "silent")
    pick = [
        i for i, h in enumerate(known.hypotheses) if h.slug in {"ulnar_elbow", "root_c8", "length_dependent", "brain"}
    ]
    slow = []
    for i in pick:
        most = known.loss[i, seen.column][seen.abnormal].max() / (LEVELS - 1)
        heard = math.log(silent + (1 - silent) * most)
        slow.append(known.log_prior[i] + reference_log_likelihood(i, ULNAR) + heard)
    fast = weighed.single[pick]
    assert np.allclose(fast - fast[0], np.array(slow) - slow[0], atol=1e-4)


MUSCLES = st.sampled_from([m.slug for m in single_muscles()])
SIDES = st.sampled_from([Side.LEFT, Side.RIGHT])
ITEMS = st.one_of(
    st.builds(Strength, MUSCLES, SIDES, st.sampled_from([0.0, 3.0, 4.0, 4.5, 5.0])),
    st.builds(Sensation, st.sampled_from(list(skin_areas())), SIDES, st.booleans()),
    st.builds(ReflexFinding, st.sampled_from(["biceps", "triceps", "knee", "ankle"]), SIDES, st.integers(0, 4)),
    st.builds(NeedleEmg, MUSCLES, SIDES, st.sampled_from(["normal", "denervated", "myopathic"])),
)


@settings(max_examples=40, deadline=None)
@given(st.lists(ITEMS, min_size=1, max_size=12))
def test_any_evidence_gives_a_distribution(items: list[Strength | Sensation | ReflexFinding | NeedleEmg]) -> None:
    """Whatever was found, even if it contradicts itself, every lesion keeps a finite, positive posterior."""
    weighed = weigh(observations(items))
    assert np.isfinite(weighed.single).all()
    assert np.exp(weighed.single).sum() <= 1 + 1e-9


def test_two_nerves_at_once_are_found_as_a_pair() -> None:
    """Median fingers numb with a weak thumb and little finger numb with a weak interosseous: two nerves of one hand."""
    both = (
        *ULNAR[:2],
        ULNAR[4],
        Strength("apb", L, 3.0),
        Strength("fpl", L, 5.0),
        Strength("extensor indicis", L, 5.0),
        Sensation("index_finger", L),
        Sensation("middle_finger", L),
        Sensation("inner_forearm", L, reduced=False),
        Conduction("ulnar", L, "block", "elbow"),
        Conduction("median", L, "low_snap"),
    )
    leader = rank(weigh(observations(both)))[0]
    assert leader.slug == "carpal_tunnel+ulnar_elbow"
    assert leader.facet == "multiple_nerves"


def test_a_normal_sensory_response_moves_numbness_towards_the_root() -> None:
    """Before the ganglion the sensory response survives: C8 against ulnar nerve turns on it."""

    def ratio(result: str) -> float:
        seen = weigh(observations((*ULNAR, Conduction("ulnar", L, result))))
        by = {h.slug: p for h, p in zip(shelf().hypotheses, seen.single, strict=True) if h.side is L}
        return float(by["root_c8"] - by["ulnar_elbow"])

    assert ratio("normal_snap") > ratio("low_snap") + math.log(10)


def test_upper_motor_signs_with_wasting_and_kept_feeling_are_anterior_horn() -> None:
    """Wasted, twitching hands with brisk reflexes, Babinski and normal feeling: the motor neuron, not the neck roots."""
    items = [Sensation("little_finger", s, reduced=False) for s in (Side.LEFT, Side.RIGHT)]
    for side in (Side.LEFT, Side.RIGHT):
        items += [Strength("fdi", side, 3.0), Strength("tibialis anterior", side, 4.0)]  # type: ignore[list-item]
        items += [ReflexFinding("knee", side, 4), ReflexFinding("biceps", side, 3), Sign("babinski", side)]  # type: ignore[list-item]
    result = localise(BedsideEvidence(tuple(items)))
    assert result.facet["anterior_horn"] == max(result.facet.values())
