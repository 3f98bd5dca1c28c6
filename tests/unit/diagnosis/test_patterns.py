"""The bedside patterns are a first thought: shown by what is present, ended by what speaks against them."""

from __future__ import annotations

import pytest

from myotome.causes.shelf import load_causes
from myotome.diagnosis.patterns import build_patterns, load_patterns, matching_patterns
from myotome.investigations.orders import load_orders
from myotome.symptoms.concepts import load_vocabulary
from myotome.words.errors import KnowledgeError
from myotome.words.finding import Finding
from myotome.words.shelf import Book
from myotome.words.side import State

# pattern, findings that must not show it
NOT = [
    ("np5a", "asymmetric hand_wasting babinski sensory_loss"),
    ("np5b", "asymmetric hand_wasting reflexes_brisk"),
    ("np5b", "asymmetric hand_wasting paresthesia"),
    ("mp1", "proximal_legs proximal_arms sensory_loss"),
    ("mp1", "proximal_legs"),
    ("x1", "one_limb_only immobilization_history fasciculations"),
    ("np2", "symmetric sensory_loss distal_legs babinski"),
    ("x3", "weight_loss one_limb_only generalized_wasting"),
]
# pattern, findings that show it
SHOWS = [
    ("np1", "symmetric proximal_legs distal_legs sensory_loss"),
    ("np2", "symmetric sensory_loss distal_legs"),
    ("np3", "asymmetric foot_drop paresthesia"),
    ("np4", "asymmetric quadriceps_wasting thigh_pain reflexes_reduced"),
    ("np5a", "asymmetric hand_wasting babinski"),
    ("np5b", "asymmetric hand_wasting fasciculations -sensory_loss -babinski"),
    ("np6", "sensory_loss reflexes_reduced babinski"),
    ("np7", "symmetric proximal_legs reflexes_reduced"),
    ("np8", "bulbar_dysphagia_dysarthria neck_flexor_weak"),
    ("np9", "asymmetric vibration_position_loss"),
    ("np10", "autonomic sensory_loss"),
    ("mp1", "proximal_legs proximal_arms"),
    ("mp2", "distal_legs myotonia"),
    ("mp3", "scapular_winging foot_drop"),
    ("mp4", "finger_flexor_weak quadriceps_wasting"),
    ("mp5", "ptosis_diplopia"),
    ("mp6", "neck_extensor_drop"),
    ("mp7", "tongue_atrophy"),
    ("mp8", "dark_urine cramps"),
    ("mp9", "episodic_weakness"),
    ("mp10", "myotonia"),
    ("x1", "one_limb_only immobilization_history -sensory_loss -reflexes_reduced"),
    ("x2", "hemibody spasticity"),
    ("x3", "generalized_wasting weight_loss"),
]


def findings_of(text: str) -> list[Finding]:
    return [
        Finding(word.removeprefix("-"), State.ABSENT if word.startswith("-") else State.PRESENT)
        for word in text.split()
    ]


@pytest.mark.parametrize(("pattern", "text"), NOT)
def test_what_speaks_against_ends_it(pattern: str, text: str) -> None:
    """A pattern is not shown when too little is there, or when something is there that speaks against it."""
    assert pattern not in {match.pattern.id for match in matching_patterns(findings_of(text))}


@pytest.mark.parametrize(("pattern", "text"), SHOWS)
def test_each_pattern_is_shown(pattern: str, text: str) -> None:
    """Each of the 24 patterns is shown by its textbook findings."""
    assert pattern in {match.pattern.id for match in matching_patterns(findings_of(text))}


def test_all_patterns_are_tested() -> None:
    """There are 24 patterns, each with a row above."""
    assert {row[0] for row in SHOWS} == set(load_patterns()) and len(load_patterns()) == 24


def test_what_was_not_looked_for_is_said() -> None:
    """Wasting of one hand alone leaves feeling and reflexes unchecked; once both are absent the match is settled."""
    (match,) = (m for m in matching_patterns(findings_of("asymmetric hand_wasting")) if m.pattern.id == "np5b")
    assert not match.settled and len(match.unchecked) == 2
    checked = matching_patterns(findings_of("asymmetric hand_wasting -sensory_loss -reflexes_brisk"))
    assert next(m for m in checked if m.pattern.id == "np5b").settled


def test_nothing_matches_nothing() -> None:
    """No findings show no pattern."""
    assert matching_patterns([]) == ()


def test_patterns_point_to_what_exists() -> None:
    """Concepts, causes and tests of every pattern are in their catalogues."""
    concepts, causes, orders = load_vocabulary().concepts, load_causes(), load_orders()
    for pattern in load_patterns().values():
        assert {c for c in pattern.concepts() if c not in concepts} == set(), pattern.id
        assert set(pattern.causes) <= set(causes) and pattern.causes, pattern.id
        assert set(pattern.tests) <= set(orders) and pattern.tests, pattern.id


def test_a_pattern_without_needs_is_refused() -> None:
    """A pattern that everybody shows says nothing."""
    row = dict.fromkeys(("pattern", "think_of", "next_test", "source"), "x")
    book = Book("patterns", "", {"p": {**row, "needs": [], "causes": [], "tests": [], "confidence": "elicited"}})
    with pytest.raises(KnowledgeError, match="must be present"):
        build_patterns(book)
