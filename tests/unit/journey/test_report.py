"""The report: one self-contained page in which free text stays text, numbers lead to sources, and what is dangerous stands first."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from html.parser import HTMLParser
from pathlib import Path

import pytest

from myotome.diagnosis.model import LONE_CAUSE
from myotome.journey.assess import assess
from myotome.journey.assessment import Assessment
from myotome.journey.knowledge import Knowledge
from myotome.journey.report import render_report
from myotome.journey.report.citations import Citations
from myotome.journey.report.page import css_text
from myotome.journey.report.where import build_where
from myotome.journey.wording import DISCLAIMER, NOT_REVIEWED, decibans, percent, plain_number, span, unit_words
from myotome.wiring import case_from, knowledge
from myotome.words import Case, Evidence, Finding, Measurement, Medication, Norm, Person, Quantity, Setting, Sex, Side
from myotome.words.finding import Origin
from myotome.words.side import State

REPORTS = Path(__file__).parents[3] / "examples" / "reports"
MARK = "zzmark"
ATTACK = f'{MARK}</style></title></textarea>--><script>alert(1)</script><svg onload=alert(2)><a href="javascript:alert(3)">\'"'
HARMLESS = {"http://www.w3.org/2000/svg"}


class Page(HTMLParser):
    """What a browser would see: tags with attributes, the text outside style elements, and headings in order."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.text: list[str] = []
        self.headings: list[int] = []
        self.style: list[str] = []
        self._inside: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        self._inside.append(tag)
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))

    def handle_endtag(self, tag: str) -> None:
        while self._inside and self._inside.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        (self.style if "style" in self._inside else self.text).append(data)

    @property
    def said(self) -> str:
        return " ".join(" ".join(self.text).split())


@pytest.fixture(scope="module")
def known() -> Knowledge:
    return knowledge()


@lru_cache
def _assessed(name: str) -> Assessment:
    return assess(case_from(REPORTS / f"{name}.yaml"), knowledge())


@lru_cache
def _page(name: str) -> str:
    return render_report(_assessed(name), knowledge())


NAMES = ("asymmetric_weakness_eleven_years", "voice_changes_and_breathing_failure", "weakness_after_years_of_a_tablet")


def _hostile_case() -> Case:
    words = Evidence(Origin.READ, by=ATTACK, text=ATTACK)
    return Case(
        id=ATTACK,
        person=Person(60, Sex.MALE),
        setting=Setting.CLINIC,
        findings=(
            Finding("muscle_weakness", side=Side.LEFT, site="deltoid", grade=ATTACK, evidence=words),
            Finding("hand_wasting", side=Side.LEFT, site=ATTACK, grade=ATTACK, evidence=words),
            Finding("fasciculations", evidence=words),
            Finding("reflexes_brisk", evidence=words),
            Finding("sensory_loss", State.ABSENT, evidence=words),
        ),
        measurements=(
            Measurement("ck", Quantity(900, "U/L"), method=ATTACK, site=ATTACK, norm=Norm(None, 190, ATTACK, ATTACK)),
        ),
        medications=(Medication(f"atorvastatin {ATTACK}", dose=ATTACK), Medication(ATTACK)),
        complaint=ATTACK,
        notes=ATTACK,
        sources=(ATTACK, f"https://example.org/{ATTACK}", "javascript:alert(4)"),
    )


def _hostile_knowledge(known: Knowledge) -> Knowledge:
    """Every label and summary carries markup, as a careless author might write it."""
    causes = {
        slug: replace(cause, label=f"{cause.label} {ATTACK}", summary=ATTACK) for slug, cause in known.causes.items()
    }
    orders = {slug: replace(order, label=ATTACK, why=ATTACK, sources=(ATTACK,)) for slug, order in known.orders.items()}
    concepts = {
        slug: replace(concept, label=f"{concept.label} {ATTACK}", question=ATTACK)
        for slug, concept in known.vocabulary.concepts.items()
    }
    return replace(known, causes=causes, orders=orders, vocabulary=replace(known.vocabulary, concepts=concepts))


@pytest.mark.parametrize("careless", [False, True])
def test_free_text_never_becomes_markup(known: Knowledge, careless: bool) -> None:
    """Scripts, drawings, handlers and links typed into any field, or into the knowledge, are shown as the letters they are."""
    assessment = replace(assess(_hostile_case(), known), notices=(ATTACK,))
    page = Page(render_report(assessment, _hostile_knowledge(known) if careless else known))
    assert "script" not in {tag for tag, _ in page.tags}
    assert not [attribute for _, given in page.tags for attribute in given if attribute.startswith("on")]
    assert not [given["href"] for _, given in page.tags if given.get("href", "").lower().startswith("javascript")]
    assert "<script>alert(1)</script>" in page.said
    assert "<" not in "".join(page.style)


def test_case_id_cannot_leave_the_style_sheet() -> None:
    """The case id is printed on every page through CSS, where a quote or bracket would end the string."""
    made = css_text('a"} body{display:none} </style>\\ é')
    assert re.fullmatch(r'"(?:[A-Za-z0-9]|\\[0-9a-f]{6})*"', made)


@pytest.mark.parametrize("name", NAMES)
def test_the_page_asks_nothing_of_the_outside(name: str) -> None:
    """No script, picture, font, style sheet or frame is fetched: whoever opens it is not seen by anybody."""
    text = _page(name)
    page = Page(text)
    assert not {"script", "link", "img", "iframe", "object", "embed", "form", "base"} & {tag for tag, _ in page.tags}
    assert not re.search(r"url\((?!#)", "".join(page.style)) and "@import" not in text
    reached = {v for tag, given in page.tags if tag != "a" for v in given.values() if "://" in v}
    assert reached <= HARMLESS
    assert "default-src 'none'" in text


@pytest.mark.parametrize("name", NAMES)
def test_the_page_stays_small(name: str) -> None:
    """A report can be mailed: under 500 kB."""
    assert len(_page(name).encode()) < 500_000


def test_red_flags_stand_before_everything_but_the_warning() -> None:
    """Who opens the page sees the draft warning, then every red flag with its action and source, then the causes."""
    name = "voice_changes_and_breathing_failure"
    assessment, said = _assessed(name), Page(_page(name)).said
    assert assessment.red_flags
    places = [said.find(NOT_REVIEWED), said.find(DISCLAIMER)]
    for flag in assessment.red_flags:
        places.append(said.find(f"{flag.label} Do: {flag.action}"))
    places.append(said.find("At a glance"))
    assert places == sorted(places) and places[0] > 0


def test_a_case_without_flags_says_so() -> None:
    """No flag is stated, not left blank, and a flag's absence is not sold as safety."""
    said = Page(_page("neuralgic_amyotrophy_shoulder")).said
    assert "No red flag fired on these findings. A flag can only fire on what was looked for." in said


def test_every_citation_leads_to_its_source() -> None:
    """Each number in brackets has an entry, entries are numbered in the order of reading, and works with an id are linked."""
    for name in NAMES:
        page = Page(_page(name))
        entries = [given["id"] for tag, given in page.tags if tag == "li" and given.get("id", "").startswith("s")]
        cited = [given["href"][1:] for tag, given in page.tags if tag == "a" and given.get("href", "").startswith("#s")]
        cited = [link for link in cited if link[1:].isdigit()]
        assert entries == [f"s{number}" for number in range(1, len(entries) + 1)]
        assert set(cited) == set(entries)
        assert list(dict.fromkeys(cited)) == entries


def test_every_anchor_exists() -> None:
    """No link inside the page leads nowhere, and no id is given twice."""
    for name in NAMES:
        page = Page(_page(name))
        ids = [given["id"] for _, given in page.tags if "id" in given]
        assert len(ids) == len(set(ids))
        inside = {given["href"][1:] for tag, given in page.tags if tag == "a" and given["href"].startswith("#")}
        assert inside <= set(ids)


def test_every_finding_of_a_shown_cause_says_what_its_number_rests_on(known: Knowledge) -> None:
    """Published proportions stand beside the pushes that rest on them, with their numbers of people and their source."""
    shown = 0
    for name in NAMES:
        said = Page(_page(name)).said.replace("\u00a0", " ")
        for ranked in [c for c in _assessed(name).differential.ranked if c.slug != LONE_CAUSE][:5]:
            claims = known.causes[ranked.slug].claims
            rows = [row for p in ranked.pushes if p.concept in claims for row in claims[p.concept].published]
            for row in rows:
                assert (percent(row.p) + (f" of {row.of:g}" if row.of else "")).replace("\u00a0", " ") in said
                assert " ".join(row.source.split()) in said
            shown += len(rows)
    assert shown > 0


def test_waterfall_rows_add_up_to_the_result() -> None:
    """Base rate plus pushes is the total, as printed numbers within rounding."""
    for cause in _assessed("asymmetric_weakness_eleven_years").differential.ranked[:5]:
        assert abs(cause.base_decibans + sum(push.decibans for push in cause.pushes) - cause.decibans) < 1e-6


def test_the_stand_in_for_unknown_causes_is_told_apart() -> None:
    """Nothing known here is no rank in the table; its probability has a line of its own."""
    text = _page("proximal_weakness_young_man")
    assessment = _assessed("proximal_weakness_young_man")
    said = Page(text).said.replace("\u00a0", " ")
    share = percent(assessment.differential.none_known).replace("\u00a0", " ")
    assert f"None of the causes known here: {share}" in said
    first = next(cause.slug for cause in assessment.differential.ranked if cause.slug != LONE_CAUSE)
    assert said.find(knowledge().causes[first].label) > 0


@pytest.mark.parametrize("name", NAMES)
def test_headings_never_skip_a_level_and_tables_are_named(name: str) -> None:
    """A screen reader can walk the page: one h1, no jump in headings, a caption and scopes in every table."""
    text = _page(name)
    page = Page(text)
    assert page.headings.count(1) == 1 and page.headings[0] == 1
    assert all(after <= before + 1 for before, after in zip(page.headings, page.headings[1:], strict=False))
    tags = [tag for tag, _ in page.tags]
    assert tags.count("caption") == tags.count("table") > 0
    assert all("scope" in given for tag, given in page.tags if tag == "th")
    assert 'lang="en-GB"' in text


def test_the_same_assessment_gives_the_same_page(known: Knowledge) -> None:
    """Nothing on the page depends on the moment or the machine."""
    assessment = _assessed(NAMES[0])
    assert render_report(assessment, known) == render_report(assessment, known)


def test_versions_and_ontology_are_named(known: Knowledge) -> None:
    """Program, method, knowledge and the Human Phenotype Ontology stand at the end, as its licence asks."""
    said = Page(_page(NAMES[0])).said
    versions = known.versions
    for word in (versions.program, versions.method, versions.knowledge, "Human Phenotype Ontology"):
        assert word in said


def test_sources_are_numbered_once_and_guesses_not_at_all() -> None:
    """The same work keeps its number; a guess gets none and is no entry of the list."""
    citations = Citations()
    assert citations.cite("elicited") == 0 and citations.cite(" ") == 0
    assert citations.cite("Smith 2001 PMID 12345678", "80 adults") == 1
    assert citations.cite("Other work") == 2
    assert citations.cite("Smith  2001 PMID 12345678", "20 children") == 1
    first, second = citations.listed
    assert first.url == "https://pubmed.ncbi.nlm.nih.gov/12345678" and first.about == ("80 adults", "20 children")
    assert second.url == ""


def test_numbers_are_never_rounded_to_certainty() -> None:
    """No probability prints as 0 or 100 %, signs are stated, and units read as clinics print them."""
    assert percent(1.0) == ">99\u00a0%" and percent(0.0) == "<0.1\u00a0%"
    assert percent(0.0123) == "1\u00a0%" and percent(0.004) == "0.4\u00a0%"
    assert span(0.1, 0.1) == "10\u00a0%" and span(0.1, 0.4) == "10\u00a0% to 40\u00a0%"
    assert (decibans(7.26), decibans(-0.34), decibans(-0.01)) == ("+7.3", "−0.3", "0.0")
    assert plain_number(13879) == "13\u202f879" and plain_number(0.25) == "0.25"
    assert unit_words("m[IU]/L") == "mIU/L" and unit_words("1") == ""


def test_the_table_of_the_map_tells_every_muscle_once() -> None:
    """Sides that agree share a row, regions that nobody examined muscle by muscle share one, a graded muscle has its own."""
    findings = (
        Finding("muscle_weakness", side=Side.LEFT, site="deltoid", grade="2/5"),
        Finding("tongue_atrophy"),
        Finding("proximal_legs", side=Side.BOTH),
    )
    assessment = assess(Case("x", Person(60), findings=findings), knowledge())
    rows = build_where(assessment, knowledge(), Citations()).rows
    told = {(row.name, row.side): row.row for row in rows}
    assert told["Deltoid", "left"].weakness == "3 severe"
    assert "not examined" not in told["Tongue", "left and right"].wasting
    assert sum("Proximal legs" in row.row.detail for row in rows) == 1
    assert len(rows) == 3


def test_a_case_that_only_fires_a_flag_still_gets_a_page(known: Knowledge) -> None:
    """Without evidence for any cause the page shows the flag and calls the ranking what it is: base rates."""
    assessment = _assessed(NAMES[1])
    bare = tuple(replace(cause, pushes=()) for cause in assessment.differential.ranked)
    evidence = replace(assessment.differential.evidence, items=())
    differential = replace(assessment.differential, ranked=bare, joint=(), unexplained=(), evidence=evidence)
    empty = replace(assessment, differential=differential, next_tests=(), questions=(), changes=(), patterns=())
    said = Page(render_report(empty, known)).said
    assert "these are base rates alone" in said and assessment.red_flags[0].action in said


def test_the_place_of_the_lesion_is_told_with_its_reasons(known: Knowledge) -> None:
    """Weak C5 and C6 muscles over several nerves with a lost biceps jerk: a root or the upper trunk leads, and the page says why."""
    grades = {"deltoid": "3/5", "biceps_brachii": "4/5", "infraspinatus": "3/5", "first_dorsal_interosseous": "5/5"}
    findings = [Finding("muscle_weakness", side=Side.RIGHT, site=site, grade=grade) for site, grade in grades.items()]
    findings.append(Finding("reflex", side=Side.RIGHT, site="biceps_jerk", grade="0"))
    assessment = assess(Case("x", Person(50), findings=tuple(findings)), known)
    assert assessment.localisation is not None
    said = Page(render_report(assessment, known)).said
    assert "Where the lesion lies" in said and assessment.localisation.reasons.text in said
    assert assessment.localisation.label(assessment.localisation.leader) in said
    assert "Where the lesion lies" not in Page(_page("neuralgic_amyotrophy_shoulder")).said
