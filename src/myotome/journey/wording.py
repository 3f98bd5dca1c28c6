"""How numbers, findings and names are put into words, in the report, the summary and nowhere differently."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from myotome.anatomy.muscles import muscles
from myotome.investigations.interpret import known_measures
from myotome.journey.knowledge import Knowledge
from myotome.words.case import Person, Setting, Sex
from myotome.words.finding import Finding
from myotome.words.side import Side
from myotome.words.units import Quantity

NOT_REVIEWED: Final = (
    "Not clinically reviewed: the knowledge behind this assessment is a draft that no clinician has signed."
)
PARTLY_REVIEWED: Final = (
    "Not clinically reviewed: only {approved} of the {files} knowledge files behind this assessment are signed."
)
DISCLAIMER: Final = (
    "Decision support for clinicians. It takes no decision, it is not a certified medical device, and it can be wrong."
)
HPO_ADDRESS: Final = "https://hpo.jax.org"
SETTINGS: Final[Mapping[Setting, str]] = {
    Setting.PRIMARY: "general practice",
    Setting.CLINIC: "specialist clinic",
    Setting.WARD: "hospital ward",
}
TIMEFRAMES: Final[Mapping[str, str]] = {
    "minutes": "within minutes",
    "hours": "within hours",
    "same_day": "the same day",
    "48h": "within 48 hours",
    "2_weeks": "within 2 weeks",
    "routine": "at the usual waiting time",
}
SIDES: Final[Mapping[Side, str]] = {
    Side.LEFT: "left",
    Side.RIGHT: "right",
    Side.BOTH: "both sides",
    Side.MIDLINE: "midline",
    Side.UNSTATED: "",
}
CONFIDENCES: Final[Mapping[str, str]] = {
    "verified": "read in the cited paper or its abstract",
    "secondary": "read in a page that quotes the source",
    "elicited": "an informed guess, no page was read",
}

_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_SPACE: Final = "\u00a0"
_UNITS: Final = (
    ("m[IU]", "mIU"),
    ("u[IU]", "µIU"),
    ("[IU]", "IU"),
    ("cm[H2O]", "cmH₂O"),
    ("mm[Hg]", "mmHg"),
    ("[score]", "points"),
    ("[lb_av]", "lb"),
    ("10*9", "10⁹"),
    ("10*12", "10¹²"),
    ("m2", "m²"),
    ("m3", "m³"),
    ("umol", "µmol"),
    ("ug", "µg"),
    ("Cel", "°C"),
)


def reviewed(approved: int, files: int) -> str:
    """The sentence on review; empty once every file is signed."""
    if files and approved == files:
        return ""
    return PARTLY_REVIEWED.format(approved=approved, files=files) if approved else NOT_REVIEWED


def acknowledgement(hpo: str) -> str:
    """What the licence of the Human Phenotype Ontology asks to be said, with its version where that is known."""
    version = f" (version {hpo})" if hpo else ""
    return f"This assessment uses the Human Phenotype Ontology{version}, made by the HPO Consortium: {HPO_ADDRESS}"


def percent(p: float) -> str:
    """A probability (0 to 1) as people read it: whole per cents, tenths below one, never 0 or 100."""
    if p >= 0.995:
        return f">99{_SPACE}%"
    if p < 0.0005:
        return f"<0.1{_SPACE}%"
    return f"{100 * p:.1f}{_SPACE}%" if p < 0.0095 else f"{100 * p:.0f}{_SPACE}%"


def span(low: float, high: float) -> str:
    """Two probabilities as a range, the sign said once where both ends are plain numbers."""
    first, last = percent(low), percent(high)
    return f"{first} to {last}" if first != last else first


def decibans(change: float) -> str:
    """A push with its sign and one decimal, a true minus sign."""
    rounded = round(change, 1)
    if rounded == 0:
        return "0.0"
    return f"{'+' if rounded > 0 else '−'}{abs(rounded):.1f}"


def amount(quantity: Quantity) -> str:
    """A value with its unit as clinics print it."""
    return f"{plain_number(quantity.value)}{_SPACE}{unit_words(quantity.unit)}".strip()


def plain_number(value: float) -> str:
    """At most four significant digits, thousands apart, no exponents."""
    if abs(value) >= 1000:
        return f"{value:,.0f}".replace(",", "\u202f")
    return f"{value:.4g}" if abs(value) >= 0.001 or value == 0 else f"{value:.6f}".rstrip("0")


def unit_words(unit: str) -> str:
    """A UCUM code as clinics print it; a pure number has none."""
    if unit == "1":
        return ""
    for code, words in _UNITS:
        unit = unit.replace(code, words)
    return unit


def day_words(day: str) -> str:
    """A day (ISO) as people write it: ``1 December 2026``."""
    found = date.fromisoformat(day)
    return f"{found.day} {_MONTHS[found.month - 1]} {found.year}"


def person_words(person: Person) -> str:
    """Age and sex in a few words: ``60 years, male``."""
    sex = "" if person.sex is Sex.UNKNOWN else person.sex.value
    return ", ".join(filter(None, (age_words(person.age_years), sex))) or "age and sex not stated"


def age_words(age_years: float | None) -> str:
    """An age in months below two years, in years from then on; empty when not stated."""
    if age_years is None:
        return ""
    if age_years < 2:
        months = round(12 * age_years)
        return f"{months} month{'' if months == 1 else 's'}" if months else "newborn"
    return f"{age_years:.0f} years"


def cause_label(knowledge: Knowledge, slug: str) -> str:
    """Name of a cause; the slug in plain letters where the catalogue has none."""
    cause = knowledge.causes.get(slug)
    return cause.label if cause else slug.replace("_", " ")


def short_label(knowledge: Knowledge, slug: str) -> str:
    """Name of a cause without what stands in brackets behind it, for sentences that name it often."""
    return cause_label(knowledge, slug).partition(" (")[0]


def concept_label(knowledge: Knowledge, slug: str) -> str:
    """Name of a concept; the slug in plain letters where the vocabulary has none."""
    concept = knowledge.vocabulary.concepts.get(slug)
    return concept.label if concept else slug.replace("_", " ")


def measure_label(slug: str) -> str:
    """Name of a measure."""
    measure = known_measures().get(slug)
    return measure.label if measure else slug.replace("_", " ")


def place_words(site: str, side: Side) -> str:
    """Side and site in words: ``left first dorsal interosseous``."""
    muscle = muscles().get(site)
    name = muscle.label if muscle else site.replace("_", " ")
    return " ".join(filter(None, (SIDES[side], name.lower() if name.istitle() else name)))


def finding_words(knowledge: Knowledge, finding: Finding) -> str:
    """A finding in a few words: label, place and grade; ``absent`` where it was looked for and not seen."""
    place = place_words(finding.site, finding.side)
    parts = [concept_label(knowledge, finding.concept), place, finding.grade, "" if finding.present else "absent"]
    return ", ".join(part for part in parts if part)
