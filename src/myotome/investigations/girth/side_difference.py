"""How much one limb is thinner than the other, and whether the tape can tell."""

from __future__ import annotations

from dataclasses import replace

from myotome.investigations.convert import to_measure_unit
from myotome.investigations.judge import judge
from myotome.investigations.table import load_table
from myotome.words.case import Person
from myotome.words.errors import OutOfRange
from myotome.words.measurement import Measurement
from myotome.words.side import Side
from myotome.words.units import Quantity


def side_difference(left: Measurement, right: Measurement, person: Person) -> Measurement:
    """Difference of girth in cm (0 or more) at one site, on the ``side`` that is thinner, with the finding on that
    side.

    Takes two measurements of the same measure at the same site; raises OutOfRange when they do not belong together.
    A difference of 1 to 2 cm makes neither a finding nor its absence: the tape may be wrong by that much. Do not use
    across swelling or fracture.
    """
    if left.measure != right.measure or left.site != right.site:
        raise OutOfRange(
            "two girths are only compared at the same place",
            value=(left.measure, left.site, right.measure, right.site),
            cure="Measure both sides at the same height.",
        )
    row = load_table("girth")[left.measure]
    sizes = {
        Side.LEFT: to_measure_unit(left.quantity, row).value,
        Side.RIGHT: to_measure_unit(right.quantity, row).value,
    }
    thinner = min(sizes, key=lambda side: sizes[side])
    difference = Measurement(
        "girth_difference",
        Quantity(abs(sizes[Side.LEFT] - sizes[Side.RIGHT]), "cm"),
        side=thinner,
        site=left.site,
        method=f"{row.label} by tape",
        taken_on=right.taken_on,
    )
    judged = judge(difference, load_table("girth")["girth_difference"], person)
    sited = tuple(
        replace(finding, side=thinner if finding.present else Side.UNSTATED, site=left.site)
        for finding in judged.findings
    )
    if not sited:
        return replace(judged, flags=(*judged.flags, "between 1 and 2 cm: repeat, the tape may be wrong by this much"))
    return replace(judged, findings=sited)
