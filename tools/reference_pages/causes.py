"""Reference of causes: one page with all of them, and one page per cause with every number and its source."""

from __future__ import annotations

from collections.abc import Iterator

from myotome.causes.cause import Bands, Cause, Claim
from myotome.journey.knowledge import Knowledge
from myotome.words.case import Setting
from myotome.words.source import Published
from reference_pages.markdown import bullets, cited, code_list, number, page, table


def pages(knowledge: Knowledge) -> Iterator[tuple[str, str]]:
    """Paths under docs/reference with their text."""
    yield "causes.md", _list(knowledge)
    for cause in knowledge.causes.values():
        yield f"causes/{cause.slug}.md", _cause(cause, knowledge)


def _list(knowledge: Knowledge) -> str:
    settings = tuple(Setting)
    rows = []
    for cause in sorted(knowledge.causes.values(), key=lambda c: (c.family, c.slug)):
        shares = (_share(cause, setting) for setting in settings)
        published = sum(len(claim.published) for claim in cause.claims.values())
        published += sum(len(bands.published) for bands in cause.bands.values())
        link = f"[{cause.label}](causes/{cause.slug}.md)"
        marks = "yes" if cause.must_not_miss else ""
        rows.append((link, cause.family, *shares, len(cause.claims), published, marks, cause.status))
    return page(
        "Causes",
        "*Share* is how often a cause is the answer among people who come to that setting with wasting or weakness, in percent. "
        "*Findings* counts the findings about which the cause's file says something, *rows* the published proportions behind them.",
        table(
            (
                "cause",
                "family",
                *(f"{s.value} %" for s in settings),
                "findings",
                "rows",
                "must not be missed",
                "status",
            ),
            rows,
        ),
    )


def _share(cause: Cause, setting: Setting) -> str:
    share = cause.share.get(setting.value)
    return "–" if share is None else number(100 * share.value)


def _cause(cause: Cause, knowledge: Knowledge) -> str:
    labels = {slug: concept.label for slug, concept in knowledge.vocabulary.concepts.items()}
    facts = [f"`{cause.slug}`, family {cause.family}, {cause.status}, version {cause.version}"]
    facts += [f"also called: {', '.join(cause.synonyms)}"] if cause.synonyms else []
    facts += [f"ICD-10: {cause.icd10}"] if cause.icd10 else []
    facts += ["must not be missed"] if cause.must_not_miss else []
    facts += [f"tests that settle it: {code_list(cause.settling_tests)}"] if cause.settling_tests else []
    facts += [f"specialists: {code_list(cause.specialists)}"] if cause.specialists else []
    facts += [f"treatments: {code_list(cause.treatments)}"] if cause.treatments else []
    shares = [
        (
            setting,
            number(100 * s.value),
            f"{number(100 * s.low)} to {number(100 * s.high)}",
            s.confidence,
            cited(s.source),
        )
        for setting, s in cause.share.items()
    ]
    claims = sorted(cause.claims.values(), key=lambda claim: -claim.p)
    return page(
        cause.label,
        cause.summary,
        bullets(facts),
        "## How often it is the answer",
        table(("setting", "share %", "from to", "confidence", "source"), shares),
        "## What it shows",
        "*p* is the chance of the finding in somebody with this cause; *elsewhere* under a cause that says nothing about it; *worth* is the number of "
        "observations that the number stands for.",
        table(
            ("finding", "p", "elsewhere", "worth", "confidence"), [_claim(claim, labels, knowledge) for claim in claims]
        ),
        *(_bands(bands, labels) for bands in cause.bands.values()),
        *_published(cause, labels),
        "## For the patient",
        cause.patient.strip(),
        *(("## Sources", bullets(cited(s) for s in cause.sources)) if cause.sources else ()),
    )


def _claim(claim: Claim, labels: dict[str, str], knowledge: Knowledge) -> tuple[object, ...]:
    concept = knowledge.vocabulary.concepts.get(claim.concept)
    elsewhere = number(concept.background) if concept else "–"
    return labels.get(claim.concept, claim.concept), number(claim.p), elsewhere, f"{claim.weight:.0f}", claim.confidence


def _bands(bands: Bands, labels: dict[str, str]) -> str:
    values = ", ".join(f"{labels.get(value, value)} {number(p)}" for value, p in bands.p.items())
    return f"**{bands.facet}** ({bands.confidence}): {values}."


def _published(cause: Cause, labels: dict[str, str]) -> Iterator[str]:
    rows = [(labels.get(c.concept, c.concept), row) for c in cause.claims.values() for row in c.published]
    rows += [(labels.get(value, value), row) for bands in cause.bands.values() for value, row in bands.published]
    if rows:
        yield "## Published rows"
        yield table(
            ("finding", "p", "of", "population", "source", "confidence"), [_row(label, row) for label, row in rows]
        )


def _row(label: str, row: Published) -> tuple[object, ...]:
    return (
        label,
        number(row.p),
        f"{row.of:g}" if row.of else "not stated",
        row.population,
        cited(row.source),
        row.confidence,
    )
