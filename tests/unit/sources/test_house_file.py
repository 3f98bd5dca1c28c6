"""The file in which a clinic describes itself: what it must refuse, and that the demo's can serve every appointment."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
import tomli

from myotome.sources.house_file import parse_house, read_house
from myotome.visits.answer import Yes
from myotome.visits.services import load_services
from myotome.visits.slots import Ask, find_offers
from myotome.words.errors import UnusableInput
from myotome.words.timeframe import Timeframe

DEMO = Path(__file__).parents[3] / "src/myotome/clinic/demo/house.toml"


@pytest.mark.parametrize(
    ("field", "value", "named"),
    [
        ("country", "England", "England"),
        ("zone", "Europe/Londonium", "time zone"),
        ("hours", [{"days": [1], "between": "18:00-09:00"}], "opening hours"),
        ("hours", [{"days": [8], "between": "09:00-17:00"}], "weekdays"),
        ("telephone", "1", "telephone"),
        ("phone", None, "phone"),
    ],
)
def test_a_field_that_cannot_be_is_refused_by_name(field: str, value: object, named: str) -> None:
    """Nothing is guessed: the message names the field or what was wrong with it."""
    content = tomli.loads(DEMO.read_text(encoding="utf-8"))
    if value is None:
        del content[field]
    else:
        content[field] = value
    with pytest.raises(UnusableInput, match=named):
        parse_house(content, place="house.toml")


def test_a_file_that_is_not_there_or_no_toml_is_said(tmp_path: Path) -> None:
    """A sentence and no traceback."""
    with pytest.raises(UnusableInput, match="cannot be read"):
        read_house(tmp_path / "none.toml")
    (tmp_path / "bad.toml").write_text("name = ")
    with pytest.raises(UnusableInput, match="cannot be read"):
        read_house(tmp_path / "bad.toml")


def test_the_demo_reads_as_a_person_would() -> None:
    """Opening hours in lines, a number that a phone can call, names of people."""
    house = read_house(DEMO)
    assert [(o.first_day, o.last_day, o.hours) for o in house.opening] == [
        (1, 5, ("08:00-18:00",)),
        (6, 6, ("09:00-13:00",)),
    ]
    assert house.phone_address == "tel:+442079460123"
    assert house.name_of("dr_rao") == "Dr Anjali Rao"
    assert house.name_of("nobody") == "nobody"


def test_every_service_can_be_given_by_the_demo() -> None:
    """Each service of the table finds a free time in the demo's house within a month."""
    house = read_house(DEMO)
    now = datetime(2026, 11, 30, 9, tzinfo=UTC)
    for slug, service in load_services().items():
        found = find_offers(house.clinic, service, Ask(now, Timeframe.ROUTINE), ())
        assert isinstance(found, Yes), slug
        assert found.value, slug
