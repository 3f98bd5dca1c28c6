"""A row that does not fit its shape is refused with the file, the row, the field and the value seen."""

from dataclasses import dataclass

import pytest
from pydantic import TypeAdapter

from myotome.words.errors import KnowledgeError, OutOfRange
from myotome.words.rows import FORBID_EXTRA, read_row


@dataclass(frozen=True)
class Dose:
    __pydantic_config__ = FORBID_EXTRA

    drug: str
    amount_mg: float

    def __post_init__(self) -> None:
        if self.amount_mg < 0:
            raise OutOfRange("a dose cannot be negative", place=self.drug, value=self.amount_mg)


DOSE = TypeAdapter(Dose)
PLACE = "doses.toml > riluzole"


def test_a_misspelt_key_is_never_passed_over() -> None:
    """A key that the shape does not know is an error that names the place and the key."""
    with pytest.raises(KnowledgeError, match=r"doses\.toml > riluzole: amount_mgs"):
        read_row(DOSE, {"drug": "riluzole", "amount_mg": 50, "amount_mgs": 50}, PLACE)


def test_a_field_of_the_wrong_kind_is_named_with_what_was_seen() -> None:
    """The first wrong field and its value stand in the error."""
    with pytest.raises(KnowledgeError) as caught:
        read_row(DOSE, {"drug": "riluzole", "amount_mg": "fifty"}, PLACE)
    assert caught.value.problem.startswith("amount_mg:") and caught.value.value == "fifty"


def test_an_error_of_the_row_itself_keeps_its_kind_and_gains_the_place_once() -> None:
    """What a dataclass refuses at birth is told with the file's place; a place that is already named is not said twice."""
    with pytest.raises(OutOfRange) as caught:
        read_row(DOSE, {"drug": "riluzole", "amount_mg": -1}, PLACE)
    assert caught.value.place == PLACE and caught.value.value == -1


def test_a_good_row_becomes_its_shape() -> None:
    """A row that fits becomes the dataclass, numbers as numbers."""
    assert read_row(DOSE, {"drug": "riluzole", "amount_mg": 50}, PLACE) == Dose("riluzole", 50.0)
