"""What everyone says: findings, measurements, quantities, cases, sources and errors. Imports nothing of Myotome."""

from myotome.words.case import Case, Medication, Person, Setting, Sex
from myotome.words.finding import Evidence, Finding, Origin, Term
from myotome.words.measurement import Measurement, Norm
from myotome.words.side import Side, State
from myotome.words.source import Confidence, Source
from myotome.words.units import Quantity

__all__ = [
    "Case",
    "Confidence",
    "Evidence",
    "Finding",
    "Measurement",
    "Medication",
    "Norm",
    "Origin",
    "Person",
    "Quantity",
    "Setting",
    "Sex",
    "Side",
    "Source",
    "State",
    "Term",
]
