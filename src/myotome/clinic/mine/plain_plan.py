"""The plan and the exercises of an assessment in words for the patient: no probability, no cause, nothing that only a prescriber may start."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from myotome.clinic.disease_names import untold_names_in
from myotome.treatment.catalogue import Treatment

SIGN_OF_A_SHARE = "%"


def offered_items(content: dict[str, Any]) -> list[tuple[str, str]]:
    """Slug and label of what a clinician may give to read: what needs no prescription and no specialist first, in the plan's order."""
    items = content.get("plan", {}).get("items", ())
    return [(one["slug"], one["label"]) for one in items if not one["prescription"] and not one["needs_specialist"]]


def telling_items(
    chosen: Iterable[str], content: dict[str, Any], treatments: Mapping[str, Treatment], told: Collection[str]
) -> list[tuple[str, tuple[str, ...]]]:
    """Label and names of diseases of each chosen item that names one which no cause in ``told`` (slugs) bears."""
    wanted = set(chosen)
    return [
        (label, names)
        for slug, label in offered_items(content)
        if slug in wanted
        and slug in treatments
        and (names := untold_names_in(f"{label} {treatments[slug].patient}", told))
    ]


def plan_for_patient(
    chosen: Iterable[str], content: dict[str, Any], treatments: Mapping[str, Treatment], told: Collection[str] = ()
) -> list[dict[str, str]]:
    """The chosen items with the catalogue's paragraph for patients, as the patient reads them.

    Left out is what names a disease that is none of those ``told`` (slugs of causes): the clinician tells a diagnosis, not a plan.
    """
    wanted = set(chosen)
    too_much = {label for label, _ in telling_items(wanted, content, treatments, told)}
    return [
        {"label": label, "text": " ".join(treatments[slug].patient.split())}
        for slug, label in offered_items(content)
        if slug in wanted and slug in treatments and label not in too_much
    ]


def programme_for_patient(content: dict[str, Any]) -> dict[str, Any] | None:
    """The twelve weeks without the names of causes and without loads in per cent, which a physiotherapist sets; None where there is none."""
    programme = content.get("plan", {}).get("programme")
    if not programme:
        return None
    return {
        "exercises": programme["exercises"],
        "weeks": [_week(week) for week in programme["weeks"]],
        "progress": "" if SIGN_OF_A_SHARE in programme["progress"] else programme["progress"],
        "stop": programme["stop"],
        "limits": [limit for limit in programme["limits"] if SIGN_OF_A_SHARE not in limit],
        "note": content["plan"]["programme_note"],
    }


def _week(week: dict[str, Any]) -> dict[str, Any]:
    much = []
    if week["sets"] and week["repetitions"]:
        rounds = "one round" if week["sets"] == 1 else f"{week['sets']} rounds"
        much.append(f"{rounds} of {week['repetitions']} times each")
    if week["minutes"]:
        much.append(f"{week['minutes']} minutes of moving")
    return {
        "number": week["number"],
        "aim": week["aim"],
        "days": week["sessions"],
        "much": ", ".join(much),
        "effort": f"{week['rpe']:g} of 10",
    }
