"""The hand-over from self-check to booking: read as written, and refused when changed, old, foreign or huge."""

from __future__ import annotations

import pytest

pytest.importorskip("django")
pytest.importorskip("axes")

from myotome.words.errors import UnusableInput


def _text() -> str:
    from myotome.clinic.self_check.handover import Handover, write_handover
    from myotome.words.timeframe import Timeframe

    return write_handover(Handover(Timeframe.TWO_WEEKS, "hi", along=True))


@pytest.mark.parametrize("changed", ["", "a", "eyJhIjoxfQ:1v:abc", "x" * 10_000_000, "\x00", "🙂"])
def test_a_text_of_anybody_else_is_refused(changed: str) -> None:
    """Nothing that was not signed here is read, however long it is."""
    from myotome.clinic.self_check.handover import read_handover

    with pytest.raises(UnusableInput):
        read_handover(changed)


def test_one_changed_character_anywhere_is_refused() -> None:
    """The urgency cannot be raised by hand to get an earlier slot."""
    from myotome.clinic.self_check.handover import read_handover

    text = _text()
    for place in range(0, len(text) - 1, 3):
        other = "A" if text[place] != "A" else "B"
        with pytest.raises(UnusableInput):
            read_handover(text[:place] + other + text[place + 1 :])


def test_a_signature_made_for_something_else_is_refused() -> None:
    """Another signed text of this site is no self-check."""
    from django.core import signing

    from myotome.clinic.self_check.handover import read_handover

    with pytest.raises(UnusableInput):
        read_handover(signing.dumps({"frame": "same_day", "language": "en", "along": False}))


def test_after_a_day_it_is_refused_and_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was urgent yesterday has to be asked again."""
    import time

    from myotome.clinic.self_check.handover import read_handover

    text, now = _text(), time.time()
    monkeypatch.setattr(time, "time", lambda: now + 24 * 3600 + 5)
    with pytest.raises(UnusableInput, match=r"more than a day old.*Do the self-check again"):
        read_handover(text)


def test_what_was_written_is_read_and_no_answer_is_in_it() -> None:
    """How soon, the language, and whether the answers go along; short enough for an address, because it holds none of them."""
    from myotome.clinic.self_check.handover import read_handover

    read = read_handover(_text())
    assert (read.timeframe.value, read.language, read.along) == ("2_weeks", "hi", True)
    assert len(_text()) < 150
