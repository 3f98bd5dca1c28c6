"""What the pages of investigations show, gathered from the opened file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.utils.safestring import SafeString, mark_safe

from myotome.investigations.order import Order
from myotome.journey.uploads.figure import draw_against_limits
from myotome.journey.wording import amount, measure_label
from myotome.record.files.cabinet import Cabinet
from myotome.record.files.delivering import Deliveries, DeliverySheet
from myotome.record.files.keys import key_notice
from myotome.record.files.ordering import Orders
from myotome.record.files.sheets import FileSheet, OrderSheet, ProposalSheet, ReadingSheet
from myotome.record.gateway import Gateway
from myotome.record.roles import Deed
from myotome.record.rows import WEIGHT
from myotome.record.sheets import IdentitySheet
from myotome.wiring import knowledge
from myotome.words.measurement import Measurement
from myotome.words.units import Quantity

TESTS: Final = 6
OF_SOMEBODY_ELSE: Final = "Is this "
"""How the notice begins that asks whether a file is about this patient."""
GROUPS: Final = {
    "blood": "Blood test",
    "xray": "X-ray",
    "mri": "MRI",
    "ct": "CT",
    "nerve_conduction": "Nerve conduction study",
    "biopsy": "Biopsy",
    "emg": "Electromyography",
    "bedside": "Test in the clinic",
    "genetic": "Sample to be taken",
    "ultrasound": "Ultrasound",
    "lumbar_puncture": "Lumbar puncture",
    "dxa": "DXA scan",
    "heart": "ECG and heart ultrasound",
}
"""What the desk books; for a genetic test it needs to know no more than that a sample is taken."""
OF_OTHERS: Final = {
    "csf": "lumbar_puncture",
    "dxa": "dxa",
    "ecg_echo": "heart",
    "muscle_ultrasound": "ultrasound",
    "nerve_ultrasound": "ultrasound",
}
"""Tests of the catalogue's last group, as the desk books them. What is not here (a search for a cancer) stays an "other test" there."""


@dataclass(frozen=True, slots=True)
class TestsPage:
    """Everything on the page of one patient's tests. ``next_tests`` are those of the assessment that are not open already."""

    __test__ = False

    who: IdentitySheet
    files: tuple[FileSheet, ...]
    orders: tuple[tuple[OrderSheet, str], ...]
    next_tests: tuple[dict[str, Any], ...]
    key_notice: str
    on_their_way: tuple[DeliverySheet, ...]
    """Files of which this user has sent a part."""

    @property
    def waiting(self) -> bool:
        """True while a file is still to be read."""
        return any(not one.standing.settled for one in self.files)

    @property
    def open_orders(self) -> tuple[tuple[OrderSheet, str], ...]:
        """Orders whose result is still to come."""
        return tuple(pair for pair in self.orders if pair[0].open)

    @property
    def to_answer(self) -> int:
        """Proposals that nobody has answered."""
        return sum(one.open_proposals for one in self.files)


@dataclass(frozen=True, slots=True)
class Shown:
    """One proposal as the page shows it. ``rows`` is the table beside the figure: what, and the words for it."""

    sheet: ProposalSheet
    title: str
    figure: SafeString
    rows: tuple[tuple[str, str], ...]
    findings: tuple[tuple[str, bool, str], ...]
    """Concept label, whether present, and what it rests on."""
    flags: tuple[str, ...]


def tests_page(gateway: Gateway, ref: UUID, purpose: str = "tests and files") -> TestsPage:
    """Gather the page."""
    with gateway.open(ref, Deed.READ_RECORD, purpose) as file:
        files, orders, latest = Cabinet(file).files(), Orders(file).all(), file.latest()
        who, on_their_way = file.identity, Deliveries(file).open()
    ordered = {one.test for one in orders if one.open}
    proposed = latest.content["next_tests"] if latest else ()
    return TestsPage(
        who,
        files,
        tuple((one, test_label(one.test)) for one in orders),
        tuple(test for test in proposed if test["slug"] not in ordered)[:TESTS],
        key_notice(),
        on_their_way,
    )


def shown(sheet: ProposalSheet) -> Shown:
    """One proposal with its figure and table."""
    judged = sheet.judged
    if judged is None:
        return Shown(sheet, "", SafeString(""), (), (), ())
    name = "Body weight" if judged.measure == WEIGHT else measure_label(judged.measure)
    title = f"{name}: {amount(judged.quantity)}"
    # draw_against_limits escapes every text that it writes.
    figure = mark_safe(draw_against_limits(judged, f"{title} against its limits", f"p{sheet.number}"))  # noqa: S308
    labels = knowledge().concept_labels
    findings = tuple((labels.get(f.concept, f.concept), f.present, f.evidence.text) for f in judged.findings)
    return Shown(sheet, title, figure, tuple(_rows(sheet, judged)), findings, judged.flags)


def plain_ones(reading: ReadingSheet) -> frozenset[int]:
    """Numbers of the open proposals that may be accepted with one press: none of a file that may be about somebody else.

    A value with a flag, or one that the record holds already, is looked at by itself.
    """
    if any(notice.startswith(OF_SOMEBODY_ELSE) for notice in reading.notices):
        return frozenset()
    rows = (one for one in reading.proposals if one.accepted is None and not one.twin)
    return frozenset(one.number for one in rows if not (one.judged and one.judged.flags))


def test_label(slug: str) -> str:
    """Name of a test of the catalogue; the slug where it is no longer there."""
    order = knowledge().orders.get(slug)
    return order.label if order else slug.replace("_", " ")


def desk_group(test: Order) -> str:
    """What the desk books for a test: a key of ``GROUPS``, or one that it shows as "other test"."""
    return OF_OTHERS.get(test.slug, test.group.value)


def _rows(sheet: ProposalSheet, judged: Measurement) -> list[tuple[str, str]]:
    stated, norm = sheet.stated, judged.norm
    assert isinstance(stated, Measurement)
    rows = [("In the file", sheet.said)]
    if stated.quantity != judged.quantity:
        rows.append(("Converted", f"{amount(stated.quantity)} is {amount(judged.quantity)}"))
    if norm is not None:
        ends = (("from", norm.low), ("to", norm.high))
        words = " ".join(
            f"{word} {amount(Quantity(end, judged.quantity.unit))}" for word, end in ends if end is not None
        )
        rows.append(("Limits", words))
        rows.append(("Whose limits", norm.population))
        rows.append(("Source", norm.source))
    else:
        rows.append(("Limits", "none are known here"))
    if judged.taken_on is not None:
        rows.append(("Taken on", f"{judged.taken_on:%-d %B %Y}"))
    else:
        rows.append(("Taken on", "the file does not say"))
    return rows
