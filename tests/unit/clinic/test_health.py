"""Health A to Z: a page for everything in the catalogue, each with its review, its help line and its data; nothing breaks out of its place."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

pytest.importorskip("django")
pytest.importorskip("axes")

from clinic_site import browser

EVIL = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'&lt;"


def _text(address: str, status: int = 200, **query: str) -> str:
    response = browser().get(address, query)
    assert response.status_code == status, address
    return response.content.decode()


def _data(text: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
    assert found
    data: dict[str, Any] = json.loads(found[1])
    return data


@pytest.mark.parametrize(
    "address",
    [
        "/health/causes/no_such/",
        "/health/novels/als/",
        "/health/body/wing/",
        "/health/causes/..%2F..%2Fetc%2Fpasswd/",
        "/health/../settings/",
        "/health/causes/als%00/",
        "/health/causes/" + "a" * 5000 + "/",
        "/health/article/other/helpful/",
        "/hi/health/causes/no_such/",
    ],
)
def test_what_does_not_exist_is_not_found_and_says_where_to_go(address: str) -> None:
    """404 in the frame of the public pages, with the clinic's telephone; no path leads out of the catalogue."""
    text = _text(address, 404)
    assert "root:x" not in text
    assert "+44 20 7946 0123" in text


def test_a_script_in_the_search_stays_text() -> None:
    """What was typed is shown as text, in the field, in the title and in the sentence that nothing was found."""
    text = _text("/health/search/", q=EVIL)
    assert "<script>alert" not in text
    assert "<img src=x" not in text
    assert _text("/health/search/", q="\x00" * 50 + "x" * 100_000)


def test_the_data_for_search_engines_cannot_end_its_element() -> None:
    """A label with the end of a script element in it stays inside; JSON reads it back as it was."""
    from myotome.clinic.health.marking import data_block

    block = data_block({"name": "</script><script>alert(1)</script>&"})
    assert block.count("</script>") == 1
    assert _data(block) == {"name": "</script><script>alert(1)</script>&"}


def test_every_cause_test_and_treatment_has_a_page_in_every_language() -> None:
    """Each page shows its name, its paragraph, when to get help at once, its review state and its data; 225 and more of them."""
    from django.utils.html import escape

    from myotome.clinic.health.marking import KINDS
    from myotome.clinic.health.pages import entry_of, every_page

    assert len(every_page()) >= 220
    for shelf, slug in every_page():
        entry, text = entry_of(shelf, slug), _text(f"/health/{shelf}/{slug}/")
        assert escape(entry.label) in text, slug
        assert escape(" ".join(entry.patient.split())) in text, slug
        assert "When to get help at once" in text
        assert ("Not yet clinically reviewed." in text) or ("Reviewed by " in text)
        data = _data(text)
        assert data["@type"] == "MedicalWebPage"
        assert data["about"]["@type"] == KINDS[shelf]
        assert data["about"]["name"] == entry.label
        assert "lastReviewed" not in data, "nobody has reviewed the demo's knowledge"


def test_related_pages_lead_both_ways() -> None:
    """A cause names its tests and treatments; each of these names the cause."""
    text = _text("/health/causes/als/")
    for address in ("/health/tests/emg/", "/health/treatments/als_care/"):
        assert f'href="{address}"' in text
        assert 'href="/health/causes/als/"' in _text(address)


def test_the_index_lists_every_page_once_under_its_letter_in_both_languages() -> None:
    """All pages, each under the first letter of its name, the letters in order."""
    from myotome.clinic.health.letters import first_letter
    from myotome.clinic.health.pages import every_page

    for prefix in ("", "/hi"):
        text = _text(f"{prefix}/health/a-z/")
        for shelf, slug in every_page():
            assert f'href="{prefix}/health/{shelf}/{slug}/"' in text
    assert [first_letter(name) for name in ("Épilepsy", "3D scan", "als", "मांसपेशी")] == ["E", "#", "A", "म"]


def test_the_review_that_clinicians_see_is_the_one_that_readers_see(monkeypatch: pytest.MonkeyPatch) -> None:
    """A signature of this clinic stands on the page with name, role, day and the next review, and in its data."""
    from myotome.clinic.health import pages
    from myotome.record.shelf.sheets import ReviewSheet

    sheet = ReviewSheet(
        "causes", "als", "x", "approved", "", approved=True, overdue=False, by="Dr R. Eader", role="neurologist",
        date="2026-11-01", next_review="2027-11-01",
    )  # fmt: skip
    monkeypatch.setattr(pages, "review_state_of", lambda kind, slug: sheet)
    from django.test import Client

    text = Client(headers={"host": "testserver"}).get("/health/causes/als/?fresh=1").content.decode()
    assert "Reviewed by Dr R. Eader, neurologist, on 1 November 2026. Next review: 1 November 2027." in " ".join(
        text.split()
    )
    assert _data(text)["reviewedBy"] == {"@type": "Person", "name": "Dr R. Eader", "jobTitle": "neurologist"}


def test_the_article_names_the_twenty_headings_and_each_leads_to_its_page() -> None:
    """Under the names of a hospital's article, in the order of the alphabet or not, every one with its own page."""
    text = _text("/health/muscle-atrophy/").casefold()
    for name in (
        "physical inactivity", "unbalanced diet", "ageing", "genetics", "burns", "torn rotator cuff", "fracture", "stroke",
        "central nervous system", "peripheral nervous system", "cachexia", "als", "dermatomyositis", "guillain-barré",
        "multiple sclerosis", "muscular dystrophy", "neuropathy", "osteoarthritis", "polio", "polymyositis",
        "rheumatoid arthritis", "spinal muscular atrophy",
    ):  # fmt: skip
        assert name in text, name
    assert _data(_text("/health/muscle-atrophy/"))["about"]["@type"] == "MedicalCondition"


def test_the_body_map_leads_to_every_part_and_each_part_to_pages() -> None:
    """By picture and by list; a part names causes that often show there."""
    from myotome.clinic.health.areas import areas

    text = _text("/health/body/")
    for area in areas():
        assert text.count(f'href="/health/body/{area}/"') >= 1
        assert text.count("/health/causes/") == 0
        assert _text(f"/health/body/{area}/").count("/health/causes/") >= 4
    assert 'href="/health/causes/ulnar_neuropathy/"' in _text("/health/body/hand/")


def test_reads_are_counted_without_a_row_for_each(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten reads of a kept page write nothing; together they are ten more, and nothing else is known of them."""
    from myotome.record.readers import reads
    from myotome.record.readers.models import PageReads

    before = reads.counter.of("tests/emg")
    client = browser()
    for _ in range(10):
        client.get("/health/tests/emg/")
    client.head("/health/tests/emg/")
    assert reads.counter.of("tests/emg") - before == 10
    reads.counter.write()
    assert reads.counter.of("tests/emg") - before == 10
    assert {field.name for field in PageReads._meta.get_fields()} == {"page", "reads"}


def test_an_opinion_is_kept_without_anything_about_its_author() -> None:
    """Page, language, yes or no, remark and day; a script stays text and ten at once are the most from one address."""
    from myotome.record.readers.answers import opinions, remarks
    from myotome.record.readers.models import HelpAnswer

    client = browser()
    assert client.post("/health/causes/als/helpful/", {"helpful": "perhaps"}).status_code == 422
    assert client.post("/health/causes/als/helpful/", {"helpful": "no", "remark": "x" * 501}).status_code == 422
    assert HelpAnswer.objects.count() == 0
    assert client.post("/health/causes/als/helpful/", {"helpful": "no", "remark": EVIL}).status_code == 200
    assert remarks()[0].remark == EVIL
    statuses = [client.post("/hi/health/causes/als/helpful/", {"helpful": "yes"}).status_code for _ in range(15)]
    assert statuses == [200] * 9 + [429] * 6
    assert [(one.page, one.yes, one.no) for one in opinions()] == [("causes/als", 9, 1)]
    shown = browser("reviewer").get("/readers/").content.decode()
    assert "causes/als" in shown
    assert "&lt;script&gt;alert(1)" in shown
    assert "<script>alert" not in shown
    assert {field.name for field in HelpAnswer._meta.get_fields()} == {
        "id",
        "page",
        "language",
        "helpful",
        "remark",
        "day",
    }


def test_search_engines_find_every_page_in_every_language_and_no_form() -> None:
    """The sitemap holds each address once per language; robots names it and keeps searches out."""
    from xml.etree import ElementTree

    from myotome.clinic.health.pages import every_page

    tree = ElementTree.fromstring(_text("/sitemap.xml"))
    found = [loc.text for loc in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert len(found) == len(set(found)) >= 2 * len(every_page())
    assert "http://testserver/hi/health/causes/als/" in found
    assert not [address for address in found if "search" in str(address) or "helpful" in str(address)]
    assert "Sitemap: http://testserver/sitemap.xml" in _text("/robots.txt")


def test_each_first_page_is_under_100_kilobytes_without_images() -> None:
    """Page, style sheets and scripts together, as they are sent to a browser that takes gzip."""
    for address in (
        "/",
        "/health/",
        "/health/muscle-atrophy/",
        "/health/causes/als/",
        "/hi/",
        "/health/body/",
        "/health/a-z/",
    ):
        page = browser().get(address, headers={"accept_encoding": "gzip"})
        text = browser().get(address).content.decode()
        total = len(page.content)
        for loaded in re.findall(r'<link rel="stylesheet" href="([^"]+)"|<script src="([^"]+)"', text):
            sent = browser().get("".join(loaded))
            total += len(b"".join(sent) if sent.streaming else sent.content)
        assert total < 100_000, f"{address}: {total} bytes"


def test_the_kept_figure_is_the_one_that_the_body_map_draws_today() -> None:
    """figure.json spares each start a quarter of a second. If this fails: python tools/draw_figure.py."""
    import json
    from importlib.resources import files

    from myotome.clinic.health.drawing import drawn
    from myotome.clinic.health.figure import VIEWS

    kept = json.loads(files("myotome.clinic.health").joinpath("figure.json").read_text(encoding="utf-8"))
    assert kept == drawn()
    assert tuple(kept) == VIEWS


# What schema.org lets each type say, of what we say: https://schema.org/MedicalWebPage and the types that it leads to.
SCHEMA = {
    "MedicalWebPage": {
        "@context", "name", "description", "url", "inLanguage", "about", "audience", "publisher", "lastReviewed", "reviewedBy",
        "creativeWorkStatus",
    },
    "MedicalCondition": {"name", "alternateName", "code", "typicalTest", "possibleTreatment"},
    "MedicalTest": {"name", "alternateName", "usedToDiagnose"},
    "MedicalTherapy": {"name", "alternateName"},
    "MedicalCode": {"codeValue", "codingSystem"},
    "MedicalAudience": {"audienceType"},
    "MedicalClinic": {"name", "telephone", "address"},
    "Person": {"name", "jobTitle"},
}  # fmt: skip


def _strange(node: Any) -> list[str]:
    if isinstance(node, list):
        return [fault for one in node for fault in _strange(one)]
    if not isinstance(node, dict):
        return [] if node else ["an empty value"]
    kind = node.get("@type", "")
    own = [f"{kind}.{name}" for name in node if name != "@type" and name not in SCHEMA.get(kind, ())]
    return own + [fault for value in node.values() for fault in _strange(value)]


@pytest.mark.parametrize("prefix", ["", "/hi"])
def test_the_data_for_search_engines_are_what_schema_org_knows(prefix: str) -> None:
    """On the article and on every page of the index: one block, types and properties of schema.org, no empty value, and draft said."""
    import json
    import re

    from myotome.clinic.health.pages import every_page

    addresses = ["/health/muscle-atrophy/", *(f"/health/{shelf}/{slug}/" for shelf, slug in every_page())]
    for address in addresses:
        text = _text(prefix + address)
        (block,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
        data = json.loads(block)
        assert data["@context"] == "https://schema.org" and data["@type"] == "MedicalWebPage"
        assert data["url"] == f"http://testserver{prefix}{address}"
        assert _strange(data) == [], address
        assert data["creativeWorkStatus"] == "Draft, not clinically reviewed" and "lastReviewed" not in data
    assert json.loads(block)["about"]["@type"] in SCHEMA


def test_what_no_doctor_has_read_says_so_before_its_first_sentence() -> None:
    """On the article, a cause, a part of the body, in both languages: under the title, and not only at the foot."""
    for address in ("/health/muscle-atrophy/", "/health/causes/als/", "/health/tests/emg/", "/health/body/hand/"):
        for prefix, said in (("", "Not yet clinically reviewed."), ("/hi", "डॉक्टर")):
            text = _text(prefix + address)
            assert said in text.partition("<h1")[2].partition('class="lead"')[0], prefix + address
