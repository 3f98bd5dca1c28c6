"""Base rates: nothing found gives back the case mix; age and sex move it smoothly and in the right direction."""

from __future__ import annotations

import numpy as np
import pytest

from myotome.diagnosis.differential import Reasoner
from myotome.diagnosis.prior import age_weights
from myotome.journey.evaluation import wilson
from myotome.words.case import Person, Setting, Sex

# Genetic muscle disease of one clinic in northern England (Norwood 2009, 10.1093/brain/awp236; more than 1,100 patients).
MUSCLE_CLINIC = {
    ("myotonic_dystrophy_1", "myotonic_dystrophy_2"): 0.286,
    ("duchenne_becker",): 0.229,
    ("fshd",): 0.107,
    ("lgmd", "dysferlinopathy"): 0.062,
    ("sma",): 0.051,
}
ANYBODY = Person()


def _marginal(reasoner: Reasoner, setting: Setting, person: Person = ANYBODY) -> dict[str, float]:
    return dict(zip(reasoner.model.causes, reasoner.posterior(person, setting, ()).marginal, strict=True))


@pytest.mark.parametrize("setting", list(Setting))
def test_nothing_found_gives_back_the_catalogues_shares(reasoner: Reasoner, setting: Setting) -> None:
    """Each cause's part of all causes acting equals its share in the catalogue, and lies inside the share's interval."""
    marginal = _marginal(reasoner, setting)
    total = sum(marginal.values())
    shares = {slug: cause.share[setting.value] for slug, cause in reasoner.causes.items()}
    scale = sum(share.value for share in shares.values())
    for slug, share in shares.items():
        assert marginal[slug] / total == pytest.approx(share.value / scale, rel=1e-6, abs=1e-9), slug
        assert share.low * 0.97 <= marginal[slug] / total <= share.high * 1.03, slug


def test_the_mix_of_a_muscle_clinic(reasoner: Reasoner) -> None:
    """Among genetic muscle disease in the clinic the order and size of the large groups follow a published clinic."""
    marginal = _marginal(reasoner, Setting.CLINIC)
    genetic = [s for s, cause in reasoner.causes.items() if cause.family == "muscle_genetic"] + ["sma"]
    total = sum(marginal[slug] for slug in genetic)
    for group, published in MUSCLE_CLINIC.items():
        here = sum(marginal[slug] for slug in group) / total
        assert here == pytest.approx(published, abs=0.05), group


def test_old_people_on_a_ward(reasoner: Reasoner) -> None:
    """At 78 on a ward sarcopenia is the commonest, wasting from hunger about a third of it, as counted among 100 inpatients."""
    marginal = _marginal(reasoner, Setting.WARD, Person(78))
    low, high = wilson(42, 100)
    ratio = marginal["malnutrition"] / marginal["ageing_sarcopenia"]
    assert 0.15 / high * 0.7 <= ratio <= 0.15 / low * 1.3
    assert max(marginal, key=lambda slug: marginal[slug]) == "ageing_sarcopenia"


def test_two_rare_diseases_are_hardly_ever_blamed_together(reasoner: Reasoner) -> None:
    """Before anything is found, ALS with myasthenia is at least a thousand times rarer than ALS alone; ALS with a worn neck is not."""
    posterior = reasoner.posterior(Person(), Setting.CLINIC, ())
    model, sets = reasoner.model, reasoner.expansion.sets
    als = model.cause_index["als"]
    rare = posterior.pair[sets.pair_number[als, model.cause_index["mg"]]]
    common = posterior.pair[sets.pair_number[als, model.cause_index["cervical_radiculopathy"]]]
    assert rare < posterior.single[als] / 1000
    assert common > 5 * rare


@pytest.mark.parametrize(
    ("cause", "likelier", "than"),
    [
        ("duchenne_becker", Person(6, Sex.MALE), Person(6, Sex.FEMALE)),
        ("duchenne_becker", Person(6, Sex.MALE), Person(66, Sex.MALE)),
        ("kennedy_sbma", Person(50, Sex.MALE), Person(50, Sex.FEMALE)),
        ("als", Person(66), Person(10)),
        ("ageing_sarcopenia", Person(82), Person(45)),
        ("sma", Person(0.5), Person(70)),
        ("ibm", Person(70), Person(30)),
    ],
)
def test_age_and_sex_move_the_base_rate_the_right_way(
    reasoner: Reasoner, cause: str, likelier: Person, than: Person
) -> None:
    """What every textbook says of who gets what holds before anything is found."""
    more, less = (_marginal(reasoner, Setting.CLINIC, person)[cause] for person in (likelier, than))
    assert more > 2 * less


def test_no_birthday_makes_a_jump(reasoner: Reasoner) -> None:
    """From one month to the next no cause's base rate changes by more than a fifth of its size."""
    ages = np.arange(60, 70, 1 / 12)
    table = np.array([list(_marginal(reasoner, Setting.CLINIC, Person(a)).values()) for a in ages])
    assert np.abs(np.diff(np.log(table), axis=0)).max() < 0.2


def test_age_weights_sum_to_one_and_name_the_band() -> None:
    """In the middle of a band only that band counts."""
    for age in (0.0, 3, 18, 30, 41.5, 65, 90, 125):
        assert age_weights(age).sum() == pytest.approx(1)
    assert age_weights(30).argmax() == 1 and age_weights(30).max() == 1
    assert age_weights(18)[0] == pytest.approx(0.5)
