"""Reference of concepts, red flags, tests, measured values, treatments and drugs."""

from __future__ import annotations

from collections.abc import Iterator

from myotome.investigations.interpret import known_measures
from myotome.investigations.order import Order
from myotome.journey.knowledge import Knowledge
from myotome.symptoms.concepts import Concept
from myotome.symptoms.red_flag import Flag
from myotome.symptoms.red_flags import load_flags
from myotome.treatment.treatment import Treatment
from myotome.words.case import Setting
from reference_pages.markdown import bullets, cited, code_list, number, page, table

HPO_ADDRESS = "https://hpo.jax.org/browse/term/"


def pages(knowledge: Knowledge) -> Iterator[tuple[str, str]]:
    """Paths under docs/reference with their text."""
    yield "concepts.md", _concepts(knowledge)
    yield "red-flags.md", page("Red flags", _FLAGS, *(_flag(flag) for flag in load_flags().values()))
    yield "tests.md", page("Tests", _TESTS, *(_order(order) for order in knowledge.orders.values()))
    yield "measures.md", _measures()
    yield "treatments.md", page("Treatments", _TREATMENTS, *(_treatment(t) for t in knowledge.treatments.values()))
    yield "drugs.md", _drugs(knowledge)


_FLAGS = "What cannot wait. A flag fires when one of its rules holds; it looks at findings only, never at the ranking."
_TESTS = (
    "Tests that can be ordered: what to write on the request, what they settle, and what they ask of patient and service. Cost and invasiveness run from 1 to 5; "
    "availability (0 to 1) and delay in days are given for primary care, clinic and ward. All of these are elicited."
)
_TREATMENTS = "Doses of medicines inform a prescriber; nothing here is an instruction to take or to stop one."


def _concepts(knowledge: Knowledge) -> str:
    vocabulary = knowledge.vocabulary
    parts = ["What can be found, by facet. A *facet* holds concepts that tell partly the same fact. *Elsewhere* is the chance of the finding under a cause that "
             "says nothing about it. Concepts marked “not scored” are shown and never move the ranking."]  # fmt: skip
    facets = sorted({concept.facet for concept in vocabulary.concepts.values()})
    for facet in facets:
        inside = [concept for concept in vocabulary.concepts.values() if concept.facet == facet]
        parts += [
            f"## {facet}",
            table(("slug", "finding", "question", "elsewhere", "learned by", "HPO"), map(_concept, inside)),
        ]
    for exclusive in vocabulary.exclusives.values():
        shares = ", ".join(f"`{v}` {number(p)}" for v, p in zip(exclusive.values, exclusive.background, strict=True))
        parts.append(
            f"**Exclusive facet `{exclusive.slug}`** (exactly one is true; several causes give the {exclusive.combine}): {shares}."
        )
    return page("Findings", *parts)


def _concept(concept: Concept) -> tuple[object, ...]:
    code = f"[{concept.hpo}]({HPO_ADDRESS}{concept.hpo})" if concept.hpo else ""
    elsewhere = number(concept.background) if concept.scored else "not scored"
    return f"`{concept.slug}`", concept.label, concept.question, elsewhere, ", ".join(concept.learned_by), code


def _flag(flag: Flag) -> str:
    rules = []
    for rule in flag.rules:
        needs = " and ".join(
            f"{need.count} of {code_list(need.of)}" if need.count > 1 else f"any of {code_list(need.of)}"
            for need in rule.needs
        )
        limits = [f"from {rule.age_from:g} years"] if rule.age_from is not None else []
        limits += [f"below {rule.age_below:g} years"] if rule.age_below is not None else []
        limits += [f"{rule.sex.value} only"] if rule.sex else []
        limits += [f"not when absent: {code_list(rule.unless_absent)}"] if rule.unless_absent else []
        limits += ["not when the course is only chronic"] if rule.unless_only_chronic else []
        limits += [f"within {rule.timeframe.value}"] if rule.timeframe else []
        rules.append((rule.why, needs, "; ".join(limits)))
    return "\n\n".join(
        (
            f"## {flag.label}",
            f"`{flag.slug}`, within **{flag.timeframe.value}**. May be behind it: {', '.join(flag.likely)}. Confidence: {flag.confidence}.",
            f"*Do:* {flag.action}",
            f"*The patient is told:* {flag.patient}",
            table(("because", "when", "limits"), rules),
            bullets(cited(source) for source in flag.sources),
        )
    )


def _order(order: Order) -> str:
    burden = [(s.value, number(order.availability[s]), number(order.delay_days[s])) for s in Setting]
    parts = [
        f"## {order.label}",
        f"`{order.slug}`, {order.group.value}; cost {order.cost}, invasiveness {order.invasiveness}; {order.status}. {order.patient}",
        bullets(line.what + (f" (when: {line.when})" if line.when else "") for line in order.lines),
        f"*Settles:* {code_list((*order.outcomes, *order.facets))}",
        *((f"*Before:* {' '.join(order.preparation)}",) if order.preparation else ()),
        *((f"*Care:* {' '.join(order.cautions)}",) if order.cautions else ()),
        table(("setting", "availability", "delay, days"), burden),
    ]
    if order.performance:
        head = (
            "what",
            "cause",
            "sensitivity",
            "specificity",
            "cases / controls",
            "use",
            "population",
            "source",
            "confidence",
        )
        rows = [
            (p.what, p.cause or "–", number(p.sensitivity), number(p.specificity), f"{p.cases or '–'} / {p.controls or '–'}", p.use.value, p.population, cited(p.source), p.confidence)
            for p in order.performance
        ]  # fmt: skip
        parts.append(table(head, rows))
    return "\n\n".join(parts)


def _measures() -> str:
    rows = []
    for measure in known_measures().values():
        units = ", ".join(
            dict.fromkeys((measure.unit, *measure.also_units, *(other.unit for other in measure.other_units)))
        )
        possible = f"{measure.possible_low:g} to {measure.possible_high:g}"
        for limit in measure.limits or (None,):
            if limit is None:
                rows.append((f"`{measure.slug}`", measure.label, units, possible, "–", "–", "–", "–"))
                continue
            who = " ".join(
                part
                for part in (
                    limit.sex.value if limit.sex else "",
                    f"from {limit.age_from:g} y" if limit.age_from else "",
                    f"below {limit.age_below:g} y" if limit.age_below < 200 else "",
                )
                if part
            )
            meaning = f"`{limit.finding}`" if limit.finding else limit.flag or "band"
            said = f"{limit.direction.value.replace('_', ' ')} {limit.value:g} {measure.unit}" + (
                f" ({who})" if who else ""
            )
            rows.append(
                (
                    f"`{measure.slug}`",
                    measure.label,
                    units,
                    possible,
                    said,
                    meaning,
                    cited(limit.source),
                    limit.confidence,
                )
            )
    return page(
        "Measured values",
        "What a case file may give under `measurements`, the units that are taken, the range outside which a value is refused as a slip, and the limits that make a finding. "
        "The laboratory's own limits, where the case gives them, win over a reference limit.",
        table(("measure", "what", "units", "possible", "limit", "finding", "source", "confidence"), rows),
    )


def _treatment(treatment: Treatment) -> str:
    against = [
        (c.severity.value.replace("_", " "), c.reason, c.ask or code_list((*c.concepts, *c.causes, *c.families, *c.drugs)) or c.measure or "age", cited(c.source))
        for c in treatment.contraindications
    ]  # fmt: skip
    effects = [
        (e.outcome, number(e.value) + (f" ({number(e.low)} to {number(e.high)})" if e.low is not None else ""), e.unit, e.against, e.population, cited(e.source), e.confidence)
        for e in treatment.effects
    ]  # fmt: skip
    verdict = "" if treatment.helps else " **Not recommended: trials speak against an effect.**"
    parts = [
        f"## {treatment.label}",
        f"`{treatment.slug}`, {treatment.kind}, stage {treatment.stage.value}, evidence {treatment.grade.value.replace('_', ' ')}; {treatment.status}.{verdict}",
        treatment.what,
        f"*Dose:* {treatment.dose.text} ({treatment.dose.confidence}: {cited(treatment.dose.source)})",
        f"*Evidence:* {treatment.evidence}",
        f"*Watch:* {treatment.monitoring}",
        *(
            (table(("effect", "size", "unit", "against", "population", "source", "confidence"), effects),)
            if effects
            else ()
        ),
        *((table(("contra-indication", "why", "looks for", "source"), against),) if against else ()),
        f"*For the patient:* {treatment.patient}",
        bullets(cited(source) for source in treatment.sources),
    ]
    return "\n\n".join(part.strip() for part in parts if part.strip())


def _drugs(knowledge: Knowledge) -> str:
    rows = [
        (f"`{drug.slug}`", drug.label, ", ".join(drug.ingredients), drug.effect, f"`{drug.concept}`" if drug.concept else "only beside others", drug.grade, cited(drug.source), drug.confidence)
        for drug in knowledge.drugs.values()
    ]  # fmt: skip
    return page(
        "Drugs that can harm muscle, nerve or junction",
        "Matched from the medication list by ingredient, brand and class, misspellings tolerated. Whether a medicine is stopped is for the prescriber.",
        table(("class", "label", "ingredients", "effect", "finding", "evidence", "source", "confidence"), rows),
    )
