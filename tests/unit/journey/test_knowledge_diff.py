from __future__ import annotations

from functools import lru_cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from myotome.journey.knowledge_books import knowledge_files
from myotome.journey.knowledge_diff import Kind, compare, word_runs
from myotome.journey.knowledge_facts import facts_of
from myotome.symptoms.concepts import load_vocabulary
from myotome.words.errors import KnowledgeError

ALS = knowledge_files()["causes", "als"].content


@lru_cache(maxsize=1)
def _vocabulary() -> Any:
    return load_vocabulary()


def _changes(old: str, new: str) -> Any:
    assert old != new, "the test changes nothing"
    words = _vocabulary()
    return compare(facts_of("causes", "als", old, words), facts_of("causes", "als", new, words))


def test_the_same_text_has_no_change_and_neither_has_another_layout() -> None:
    """Comments, order of a line's blanks and empty lines are no change of what is stated."""
    words = _vocabulary()
    facts = facts_of("causes", "als", ALS, words)
    assert compare(facts, facts).changes == ()
    laid_out = ALS.replace("[findings]", "# a remark\n\n\n[findings]").replace(" = 0.95, grade", "   =   0.95, grade")
    found = _changes(ALS, laid_out)
    assert found.changes == ()
    assert found.same == len(facts)


def test_a_changed_guess_shows_the_number_that_is_used_its_interval_and_nothing_else() -> None:
    """An elicited 55 % that becomes 65 % moves value and interval; confidence, grade and sources stay and are not listed."""
    found = _changes(ALS, ALS.replace("hand_wasting = { elicited = 0.55,", "hand_wasting = { elicited = 0.65,"))
    (change,) = found.changes
    assert (change.kind, change.section, change.name) == (
        Kind.CHANGED,
        "What it shows",
        "Thin hand muscles",
    )
    assert change.weighed
    told = {
        part.label: ("".join(r.text for r in part.before), "".join(r.text for r in part.after)) for part in change.parts
    }
    assert set(told) == {"Used", "Interval", "Elicited"}
    assert told["Used"] == ("55\u00a0%", "65\u00a0%")
    # Beta(0.55 * 5, 0.45 * 5) and Beta(0.65 * 5, 0.35 * 5): quantiles 0.05 and 0.95.
    assert told["Interval"][0].startswith("20\u00a0% to 87\u00a0%")
    assert told["Interval"][1].startswith("30\u00a0% to 93\u00a0%")


def test_a_new_and_a_removed_claim_are_told_whole_with_their_sources() -> None:
    """Added and removed claims carry value, interval, confidence and source."""
    line = 'cold_paresis = { elicited = 0.06, grade = "L" }\n'
    removed = _changes(ALS, ALS.replace(line, ""))
    (change,) = removed.changes
    assert change.kind is Kind.REMOVED
    assert {"Used", "Interval", "Confidence", "Sources"} <= {part.label for part in change.parts}
    added = _changes(ALS.replace(line, ""), ALS)
    assert [one.kind for one in added.changes] == [Kind.ADDED]
    assert (added.added, added.removed, added.changed) == (1, 0, 0)


def test_a_corrected_count_is_a_change_of_that_study() -> None:
    """A denominator that was wrong shows under its source, not as one study less and one more."""
    old = "{ p = 0.692, of = 130, population"
    found = _changes(ALS, ALS.replace(old, "{ p = 0.692, of = 310, population"))
    (change,) = found.changes
    (part,) = [part for part in change.parts if part.label.startswith("Counted")]
    assert part.kind is Kind.CHANGED
    assert [(run.kind, run.text) for run in part.runs if run.kind is not Kind.SAME] == [
        (Kind.REMOVED, "130;"), (Kind.ADDED, "310;")
    ]  # fmt: skip


def test_a_text_is_compared_word_by_word() -> None:
    """One word of the paragraph for patients is shown as one word."""
    found = _changes(ALS, ALS.replace("A medicine slows it a little", "A medicine slows it somewhat"))
    (change,) = found.changes
    assert change.name == "Patient"
    assert not change.weighed
    moved = [(run.kind, run.text.strip()) for run in change.parts[0].runs if run.kind is not Kind.SAME]
    assert moved == [(Kind.REMOVED, "a little,"), (Kind.ADDED, "somewhat,")]


def test_the_flag_that_must_not_be_missed_cannot_go_unseen() -> None:
    """Taking away must_not_miss is a change of its own."""
    (change,) = _changes(ALS, ALS.replace("must_not_miss = true", "must_not_miss = false")).changes
    assert (change.name, "".join(r.text for r in change.parts[0].after)) == ("Must not miss", "no")


@pytest.mark.parametrize("key", sorted(knowledge_files()), ids="/".join)
def test_every_file_can_be_told_as_facts(key: tuple[str, str]) -> None:
    """No file is without facts, no fact without words, and no two facts of a file share a name."""
    facts = facts_of(*key, knowledge_files()[key].content, _vocabulary())
    assert len(facts) > 5
    assert all(fact.parts for fact in facts)
    names = [(fact.section, fact.name) for fact in facts]
    assert len(set(names)) == len(names)
    for fact in facts:
        labels = [label for label, _ in fact.parts]
        assert len(set(labels)) == len(labels), fact


def test_a_text_that_todays_program_cannot_read_is_still_told() -> None:
    """An old file with a field that is no longer known is compared field by field; what is no TOML is refused with its place."""
    old = ALS.replace('grade = "L" }\nventilated', 'grade = "L", former = 3 }\nventilated')
    (change,) = [c for c in _changes(old, ALS).changes if any(part.label == "Former" for part in c.parts)]
    assert change.kind is Kind.CHANGED
    with pytest.raises(KnowledgeError, match="causes/als"):
        facts_of("causes", "als", "[cause\n", _vocabulary())


@given(st.text(max_size=200), st.text(max_size=200))
@settings(max_examples=200, deadline=None)
def test_the_runs_give_back_both_texts(before: str, after: str) -> None:
    """Nothing is lost or invented by the comparison, whatever the texts."""
    runs = word_runs(before, after)
    assert "".join(run.text for run in runs if run.kind is not Kind.ADDED) == before
    assert "".join(run.text for run in runs if run.kind is not Kind.REMOVED) == after
