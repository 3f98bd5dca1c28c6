"""Text from outside cannot steer the screen it is shown on."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from myotome.words.errors import UnusableInput
from myotome.words.printable import printable


@pytest.mark.parametrize("text", ["weak hand", "faiblesse à gauche", "患者\nライン", "4−/5\t“x”", "ضعف"])
def test_ordinary_text_of_any_script_stays_as_it_is(text: str) -> None:
    """Letters of every script, line ends and tabs are no danger."""
    assert printable(text) == text


@pytest.mark.parametrize(
    "text", ["\x1b[31m", "\x1b]0;title\x07", "a\x00b", "\u202etxt.exe", "\u2066x\u2069", "\x9b2J", "\ud800"]
)
def test_what_steers_a_terminal_or_turns_a_line_is_replaced(text: str) -> None:
    """Escape sequences, nulls, direction marks and half surrogates do not get through, and the rest can be encoded."""
    shown = printable(text)
    assert not set(shown) & set("\x1b\x07\x00\x9b\u202e\u2066\u2069")
    shown.encode("utf-8")


@given(st.text())
def test_the_length_never_changes(text: str) -> None:
    """Spans into the text stay true."""
    assert len(printable(text)) == len(text)


def test_an_error_names_a_place_without_its_control_characters() -> None:
    """A file name can hold an escape sequence; the sentence about it holds none."""
    assert "\x1b" not in UnusableInput("broken", place="\x1b[31mred\u202e.yaml").sentence()
