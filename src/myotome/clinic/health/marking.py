"""What a page says to search engines: schema.org as JSON-LD, in a data block that no browser runs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from myotome.clinic.health.article import Article
from myotome.clinic.health.pages import Page, Review, entry_of
from myotome.clinic.language.texts import Text
from myotome.clinic.public.frame import Frame

KINDS: Final = {"causes": "MedicalCondition", "tests": "MedicalTest", "treatments": "MedicalTherapy"}
UNREAD: Final = "Draft, not clinically reviewed"
# A block ends at the first "</", whatever it holds; these three letters are written so that JSON reads them and HTML does not.
_HTML_SIGNS: Final = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def data_block(data: Mapping[str, Any]) -> SafeString:
    """A script element of type application/ld+json; the content policy does not touch it, since it is data."""
    text = json.dumps(data, ensure_ascii=False).translate(_HTML_SIGNS)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))  # noqa: S308


def marked_page(page: Page, frame: Frame) -> dict[str, Any]:
    """A page of a cause, test or treatment."""
    entry = entry_of(page.shelf, page.slug)
    about: dict[str, Any] = {"@type": KINDS[page.shelf], "name": page.text["label"]}
    if page.also_called:
        about["alternateName"] = list(page.also_called)
    if page.shelf == "causes":
        if entry.icd10:
            about["code"] = {"@type": "MedicalCode", "codeValue": entry.icd10, "codingSystem": "ICD-10"}
        about["typicalTest"] = [{"@type": "MedicalTest", "name": link.label} for link in page.tests]
        about["possibleTreatment"] = [{"@type": "MedicalTherapy", "name": link.label} for link in page.treatments]
    elif page.shelf == "tests":
        about["usedToDiagnose"] = [{"@type": "MedicalCondition", "name": link.label} for link in page.causes]
    return _page(page.text["label"], page.text["patient"], about, page.text, page.review, frame)


def marked_article(article: Article, top: Text, review: Review, frame: Frame) -> dict[str, Any]:
    """The article."""
    about = {"@type": "MedicalCondition", "name": top["title"], "alternateName": list(article.names)}
    return _page(top["title"], top["lead"], about, top, review, frame)


def _page(
    name: str, description: str, about: Mapping[str, Any], text: Text, review: Review, frame: Frame
) -> dict[str, Any]:
    card = frame.house.card
    found: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "MedicalWebPage",
        "name": name,
        "description": description,
        "url": frame.root + frame.path,
        "inLanguage": text.language,
        "about": about,
        "audience": {"@type": "MedicalAudience", "audienceType": "Patient"},
        "publisher": {
            "@type": "MedicalClinic",
            "name": card.name,
            "telephone": card.phone,
            "address": ", ".join(frame.house.address_lines),
        },
    }
    if review.by:
        found["lastReviewed"] = review.date
        found["reviewedBy"] = {"@type": "Person", "name": review.by, "jobTitle": review.role}
    else:
        found["creativeWorkStatus"] = UNREAD
    return found
