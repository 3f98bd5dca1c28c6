"""Free text of clinicians and patients becomes findings, each with the words it came from.

May import: symptoms (vocabulary, drug names), anatomy, words. Interpreting a value is not done here.
"""

from myotome.symptoms.reader.lexicon import Lexicon, build_lexicon
from myotome.symptoms.reader.markup import mark_up, mark_up_html
from myotome.symptoms.reader.read import read_text
from myotome.symptoms.reader.reading import NotUnderstood, Reading, SetAside, Why
from myotome.symptoms.reader.report import read_report

__all__ = [
    "Lexicon",
    "NotUnderstood",
    "Reading",
    "SetAside",
    "Why",
    "build_lexicon",
    "mark_up",
    "mark_up_html",
    "read_report",
    "read_text",
]
