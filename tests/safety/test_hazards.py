"""The controls of SAFETY.md that belong to the whole path and to no single room: each hazard is made to happen, and must not."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from myotome.causes.shelf import read_cause
from myotome.cli.app import app
from myotome.journey.assess import assess
from myotome.journey.assessment import Assessment
from myotome.journey.export import to_json
from myotome.journey.knowledge import Knowledge
from myotome.journey.knowledge_check import check
from myotome.journey.report import render_report
from myotome.sources.case_file import parse_case
from myotome.wiring import knowledge as load
from myotome.words.case import Case
from myotome.words.errors import MyotomeError, UnusableInput
from myotome.words.review import Signature
from myotome.words.shelf import Book, read_folder
from myotome.words.source import Confidence

EXAMPLE = Path(__file__).parents[2] / "examples" / "reports" / "toe_walking_boy.yaml"
ATTACK = "<script>alert(1)</script><img src=x onerror=alert(2)>"


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load()


def _case(knowledge: Knowledge, **parts: object) -> Case:
    content = {"id": "hazard", "person": {"age_years": 58, "sex": "male"}, **parts}
    return parse_case(content, knowledge.vocabulary, place="case")


def _present(*slugs: str) -> list[dict[str, str]]:
    return [{"present": slug} for slug in slugs]


ALS = ("hand_wasting", "fasciculations", "reflexes_brisk", "tongue_fasciculations", "progressive", "spreads_regions")


def _als(knowledge: Knowledge, *more: dict[str, str]) -> Assessment:
    return assess(_case(knowledge, findings=[*_present(*ALS), *more]), knowledge)


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"person": {"age_years": 212}}, "125"),
        ({"measurements": [{"measure": "ck", "value": -5, "unit": "U/L"}]}, "possible"),
        ({"measurements": [{"measure": "ck", "value": 900, "unit": "mmol/L"}]}, "U/L"),
        ({"measurements": [{"measure": "potassium", "value": 140, "unit": "mmol/L"}]}, "possible"),
        ({"findings": [{"present": "fonte_musculaire"}]}, "concept"),
    ],
)
def test_what_cannot_be_is_refused_with_the_place_and_a_cure(
    knowledge: Knowledge, change: dict[str, object], word: str
) -> None:
    """An impossible age, an impossible or wrongly united value and a word of another language never reach the ranking."""
    with pytest.raises(UnusableInput) as refused:
        assess(_case(knowledge, **{"findings": _present("hand_wasting"), **change}), knowledge)
    assert word in str(refused.value)
    assert refused.value.place
    assert refused.value.exit_code == 10


def test_not_asked_absent_and_present_are_three_things(knowledge: Knowledge) -> None:
    """A spared feeling that was looked for raises ALS, a lost one lowers it, and one that nobody asked about does neither."""
    absent, silent, present = (
        _als(knowledge, *more).differential.probability("als")
        for more in ([{"absent": "sensory_loss"}], [], [{"present": "sensory_loss"}])
    )
    assert absent > silent > present


def test_what_was_not_measured_is_neither_zero_nor_normal(knowledge: Knowledge) -> None:
    """Without measurements a case holds no finding of a laboratory, present or absent."""
    assessment = _als(knowledge)
    facets = {knowledge.vocabulary.concepts[finding.concept].facet for finding in assessment.findings}
    assert not [facet for facet in facets if facet.startswith(("lab_", "csf", "ncs", "biopsy", "genetics", "imaging_"))]
    assert all(finding.present for finding in assessment.findings)
    assert assessment.measurements == ()


def test_one_false_finding_does_not_exclude_a_cause(knowledge: Knowledge) -> None:
    """Numbness entered by mistake leaves ALS among the first five causes: it is weighed against, not ruled out."""
    assert _als(knowledge, {"present": "sensory_loss"}).differential.rank("als") <= 5


def test_no_finding_is_impossible_or_certain_under_any_cause(knowledge: Knowledge) -> None:
    """Every chance lies strictly between 0 and 1, so that no finding excludes or proves a cause by itself."""
    model = knowledge.reasoner.model
    assert model.p.min() > 0
    assert model.p.max() < 1
    assert all(table.min() > 0 for table in model.band_p.values())


def test_a_red_flag_does_not_depend_on_the_ranking(knowledge: Knowledge) -> None:
    """Breathing that fails is said first though a common, harmless cause leads by far."""
    findings = [*_present("orthopnea", "disuse", "knee_pain", "joint_pain"), {"absent": "fasciculations"}]
    known = [f for f in findings if next(iter(f.values())) in knowledge.vocabulary]
    assessment = assess(_case(knowledge, findings=known), knowledge)
    assert assessment.red_flags
    assert assessment.red_flags[0].slug == "respiratory_failure"
    assert assessment.referral.urgency in {"minutes", "hours"}
    page = render_report(assessment, knowledge)
    assert (
        0
        < page.find(assessment.red_flags[0].label)
        < page.find(knowledge.causes[assessment.differential.ranked[0].slug].label)
    )


def test_an_unknown_disease_keeps_a_share(knowledge: Knowledge) -> None:
    """Whatever is found, *nothing known here* keeps a probability above zero, and the page says it."""
    assert _als(knowledge).differential.none_known > 0


def test_every_number_says_how_far_it_was_checked(knowledge: Knowledge) -> None:
    """Each push in the result names its confidence and at least one source; what nobody counted says elicited."""
    result = to_json(_als(knowledge), knowledge)
    told = [push for cause in result["causes"] for push in cause["pushes"]]
    assert told
    for push in told:
        assert push["confidence"] in {c.value for c in Confidence} | {"background", ""}
        assert push["sources"] or push["probability_under_cause"] is None


def test_an_assessment_says_that_nobody_signed_it(knowledge: Knowledge) -> None:
    """While no file is signed, page and result both say so, and that the program is no certified device."""
    assessment = _als(knowledge)
    assert knowledge.versions.approved == 0
    for text in (render_report(assessment, knowledge), json.dumps(to_json(assessment, knowledge))):
        assert "not clinically reviewed" in text.lower()
        assert "not a certified medical device" in text.lower()


def test_an_overdue_review_is_a_problem(knowledge: Knowledge) -> None:
    """The knowledge check fails once the date of a review has passed."""
    assert not [line for line in check(knowledge, date(2026, 11, 23)).problems if "review was due" in line]
    assert any("review was due" in line for line in check(knowledge, date(2099, 1, 1)).problems)


def test_a_change_after_the_signature_voids_it(knowledge: Knowledge) -> None:
    """A file that says approved, while its content is not what was signed, is a problem; with the right hash it is none."""
    book = next(b for b in read_folder("myotome.causes", "catalogue") if b.name == "als")
    signed = book.text.replace('status = "draft"', 'status = "approved"')
    cause = replace(read_cause(Book("als", signed, book.content)), status="approved")
    review = Signature("A. Clinician", "neurologist", "2026-11-23", cause.sha256)
    assert not _reviews(knowledge, replace(cause, reviews=(review,)))
    changed = read_cause(Book("als", book.text.replace("painless wasting", "painful wasting"), book.content))
    assert changed.sha256 != cause.sha256
    assert _reviews(knowledge, replace(changed, status="approved", reviews=(review,)))


def _reviews(knowledge: Knowledge, cause: object) -> list[str]:
    causes = {**knowledge.causes, "als": cause}
    problems = check(replace(knowledge, causes=causes), date(2026, 11, 23)).problems  # type: ignore[arg-type]
    return [line for line in problems if "changed after the last signature" in line]


def test_nothing_that_was_typed_becomes_part_of_the_page(knowledge: Knowledge) -> None:
    """Tags in the complaint, the notes, a finding's words, a grade and a medicine's name are shown as text, or not at all."""
    case = _case(
        knowledge,
        complaint=ATTACK,
        notes=ATTACK,
        findings=[{"present": "hand_wasting", "text": ATTACK, "grade": "<b>4</b>"}],
        medications=[{"name": ATTACK}],
        sources=[f"https://example.org/{ATTACK}", "javascript:alert(3)"],
    )
    page = render_report(assess(case, knowledge), knowledge)
    assert "<script" not in page.lower()
    assert "onerror=alert(2)>" not in page
    assert 'href="javascript:' not in page.lower()


def test_page_and_result_name_the_case_and_the_versions(knowledge: Knowledge) -> None:
    """A report can be told apart from that of another person, and says which program and knowledge made it."""
    first = _als(knowledge)
    second = assess(replace(first.case, id="somebody-else"), knowledge)
    for assessment in (first, second):
        page, result = render_report(assessment, knowledge), to_json(assessment, knowledge)
        assert assessment.case.id in page
        assert result["case"] == assessment.case.id
        assert knowledge.versions.knowledge in page
        assert result["versions"]["knowledge"] == knowledge.versions.knowledge
    assert "somebody-else" not in render_report(first, knowledge)


def test_the_same_case_gives_the_same_answer(knowledge: Knowledge) -> None:
    """Assessed twice, a case gives the same result to the last digit, intervals included."""
    assert to_json(_als(knowledge), knowledge) == to_json(_als(knowledge), knowledge)


def test_own_words_in_any_language_change_nothing(knowledge: Knowledge) -> None:
    """The complaint is kept and not read by assess, so that a misunderstood sentence cannot turn the ranking."""
    case = _als(knowledge).case
    other = replace(case, complaint="Meine Hand wird dünner und ich kann nicht mehr atmen.")
    assert assess(other, knowledge).differential == assess(case, knowledge).differential


def test_a_child_is_not_judged_by_the_limits_of_adults(knowledge: Knowledge) -> None:
    """A CK of 250 U/L is above the limit of a woman and below that of a girl; the base rates of the two differ too."""

    def bands(age_years: float) -> set[tuple[str, bool]]:
        case = _case(
            knowledge,
            person={"age_years": age_years, "sex": "female"},
            findings=_present("proximal_legs"),
            measurements=[{"measure": "ck", "value": 250, "unit": "U/L"}],
        )
        return {(f.concept, f.present) for f in assess(case, knowledge).findings if f.concept.startswith("ck_")}

    assert ("ck_normal", True) in bands(6)
    assert ("ck_1_5x", True) in bands(40)
    rates = knowledge.reasoner.differential(
        _case(knowledge, person={"age_years": 6}, findings=_present("proximal_legs")).person, Case("x").setting, []
    )
    assert rates.probability("ageing_sarcopenia") < 0.01


def test_a_medicine_that_is_not_known_is_said_and_not_dropped(knowledge: Knowledge) -> None:
    """A name on the medication list that matches nothing is named in a notice."""
    case = _case(knowledge, findings=_present("proximal_legs"), medications=[{"name": "Zzyqqavir 20 mg"}])
    assert any("Zzyqqavir" in notice for notice in assess(case, knowledge).notices)


def test_contradictions_are_said(knowledge: Knowledge) -> None:
    """Of two tempos only one can be true: the report says which was set aside."""
    case = _case(knowledge, findings=_present("onset_acute", "onset_chronic", "proximal_legs"))
    assert any("only one can be true" in notice for notice in assess(case, knowledge).notices)


@pytest.mark.parametrize("content", ["", "findings: [", "id: x\nfindings:\n  - {present: no_such_thing}\n", "x: *a\n"])
def test_bad_input_leaves_one_sentence_and_no_file(tmp_path: Path, content: str) -> None:
    """Empty, broken and unknown input ends with exit code 10 and writes nothing."""
    path, out = tmp_path / "case.yaml", tmp_path / "out"
    path.write_text(content, encoding="utf-8")
    error = _run(["assess", str(path), "--out", str(out)])
    assert error.exit_code == 10
    assert "\n" not in str(error)
    assert not out.exists()


def test_a_report_is_written_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When writing fails half way nothing new stands in the folder, and the old report is untouched."""
    (tmp_path / "report.html").write_text("old", encoding="utf-8")

    def full_disk(self: Path, content: bytes) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full_disk)
    assert _run(["assess", str(EXAMPLE), "--out", str(tmp_path)]).exit_code == 10
    assert [p.name for p in tmp_path.iterdir()] == ["report.html"]
    assert (tmp_path / "report.html").read_text(encoding="utf-8") == "old"


def _run(words: list[str]) -> MyotomeError:
    error = CliRunner().invoke(app, words).exception
    assert isinstance(error, MyotomeError), error
    return error
