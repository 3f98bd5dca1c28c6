"""Puts the page together: gathers what each part shows, numbers the sources, and fills the templates with autoescape on."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from myotome.journey import wording
from myotome.journey.assessment import Assessment
from myotome.journey.genetics import genetic_share
from myotome.journey.injury_words import injury_words
from myotome.journey.knowledge import Knowledge
from myotome.journey.report.citations import Citations
from myotome.journey.report.next_steps import build_next_steps, lines_of
from myotome.journey.report.planning import build_plan
from myotome.journey.report.ranking import build_ranking
from myotome.journey.report.where import build_where
from myotome.journey.reviewed import FIELDS, review_words, standing_of
from myotome.symptoms.red_flags import RedFlag
from myotome.words.printable import printable
from myotome.words.shelf import read_text
from myotome.words.source import Source

PACKAGE = "myotome.journey.report"
GENES = 5
"""Genes named first on the page."""
UNLIKELY = 0.05
"""Below it the waterfall of the third cause and those after it is left to the whole print. A display choice."""
WHOLE = '<body class="whole">'


@dataclass(frozen=True, slots=True)
class FlagView:
    """One red flag with its timeframe in words, the findings that fired it, and the numbers of its sources."""

    flag: RedFlag
    timeframe: str
    findings: tuple[str, ...]
    sources: tuple[int, ...]


def render_report(assessment: Assessment, knowledge: Knowledge) -> str:
    """The whole report as one HTML document: no script, no outside request, every free text escaped, no control characters.

    Deterministic: the same assessment and knowledge give the same text.
    """
    case, citations, versions = assessment.case, Citations(), assessment.versions
    flags = tuple(_flag(flag, knowledge, citations) for flag in assessment.red_flags)
    # Built in the order of the page, so that sources are numbered in the order of reading.
    where = build_where(assessment, knowledge, citations)
    ranking = build_ranking(assessment, knowledge, citations)
    patterns = [(match, citations.cite(match.pattern.source)) for match in assessment.patterns]
    steps = build_next_steps(assessment, knowledge, citations)
    plan = build_plan(assessment, knowledge, citations)
    page = _environment().get_template("page.html.j2")
    html = page.render(
        a=assessment,
        case=case,
        who=wording.person_words(case.person),
        setting=wording.SETTINGS[case.setting],
        review=wording.reviewed(versions.approved, versions.files),
        disclaimer=wording.DISCLAIMER,
        # css_text leaves nothing but quotes, letters, digits and escapes.
        header=Markup(css_text(f"Myotome assessment · {case.id}")),  # noqa: S704
        flags=flags,
        where=where,
        ranking=ranking,
        patterns=patterns,
        steps=steps,
        genetic_causes=min(1.0, genetic_share(_chances(assessment), _families(knowledge))),
        genes_first=list(assessment.genetic.by_gene.items())[:GENES] if assessment.genetic else [],
        confidences=wording.CONFIDENCES,
        citations=citations,
        hpo=versions.hpo,
        short_label=lambda slug: wording.short_label(knowledge, slug),
        concept_label=lambda slug: wording.concept_label(knowledge, slug),
        injury_words=injury_words,
        finding_words=lambda finding: wording.finding_words(knowledge, finding),
        acknowledgement=wording.acknowledgement(versions.hpo),
        stands=lambda shelf, slug: _stands(knowledge, shelf, slug) if versions.approved else "",
        link=lambda text: Source(text).url if text.strip() else "",
        lines_of=lines_of,
        notices=tuple(dict.fromkeys(assessment.notices)),
        plan=plan,
        UNLIKELY=UNLIKELY,
        style=Markup(read_text(PACKAGE, "style.css")),  # noqa: S704 - our own file
    )
    return printable(html)


def print_whole(html: str) -> str:
    """The same report with everything on paper that is folded away on the screen; without this it prints short."""
    return html.replace("<body>", WHOLE, 1)


def css_text(text: str) -> str:
    """A text as a quoted CSS string in which every letter that could mean something is written as its code."""
    safe = "".join(c if c.isascii() and c.isalnum() else f"\\{ord(c):06x}" for c in text)
    return f'"{safe}"'


def _stands(knowledge: Knowledge, shelf: str, slug: str) -> str:
    """How an entry stands reviewed, in a sentence."""
    return review_words(standing_of(getattr(knowledge, FIELDS[shelf])[slug]))


def _chances(assessment: Assessment) -> dict[str, float]:
    return {cause.slug: cause.probability for cause in assessment.differential.ranked}


def _families(knowledge: Knowledge) -> dict[str, str]:
    return {slug: cause.family for slug, cause in knowledge.causes.items()}


def _flag(flag: RedFlag, knowledge: Knowledge, citations: Citations) -> FlagView:
    return FlagView(
        flag,
        wording.TIMEFRAMES[flag.timeframe.value],
        tuple(dict.fromkeys(wording.finding_words(knowledge, finding) for finding in flag.findings)),
        citations.cite_all(flag.flag.sources),
    )


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        loader=FunctionLoader(lambda name: read_text(PACKAGE, name)),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "percent": wording.percent,
        "decibans": wording.decibans,
        "number": wording.plain_number,
    }
    environment.globals |= {"span": wording.span}
    return environment
