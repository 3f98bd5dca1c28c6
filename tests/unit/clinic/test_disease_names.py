"""Whether a text names a disease: in every language of the site, by every name of the catalogue, and not in everyday words."""

from __future__ import annotations

import pytest

pytest.importorskip("django")
pytest.importorskip("axes")


@pytest.mark.parametrize(
    "text",
    [
        "", "Muscle strength", "Needle EMG", "Call between 1 pm and 3 pm, Ms Lee", "Your medicines", "bed rest", "alms", "signals",
        "मांसपेशी का एमआरआई", "आपकी दवाएँ", "चोट", "पहली ख़ून जाँचें", "शराब",
    ],
)  # fmt: skip
def test_everyday_words_are_no_disease(text: str) -> None:
    """What anybody may read of tests, medicines and times."""
    from myotome.clinic.disease_names import disease_names_in

    assert disease_names_in(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "Care in ALS", "amyotrophic  lateral\nsclerosis", "Guillain-Barre syndrome", "GUILLAIN-BARRÉ SYNDROME", "may be MS.", "(MND)",
        "वैस्कुलाइटिस की ख़ून जाँच", "वैस्कुलाइटिस की खून जांच", "मस्कुलर डिस्ट्रोफी", "कैंसर की खोज", "HIV जाँच", "एचआईवी",
    ],
)  # fmt: skip
def test_names_are_found_however_they_are_written(text: str) -> None:
    """In capitals where they are short, with or without accents and the dot under a letter, over a line break."""
    from myotome.clinic.disease_names import names_a_disease

    assert names_a_disease(text)


def test_every_cause_is_known_by_every_name_in_every_language() -> None:
    """Label and synonyms in English, label in Hindi: none slips through, but for the entry that stands for no known cause."""
    from django.conf import settings

    from myotome.clinic.disease_names import EVERYDAY, names_a_disease
    from myotome.clinic.language.texts import text_of
    from myotome.wiring import knowledge

    missed = []
    for slug, cause in knowledge().causes.items():
        if slug != "none_known":
            names = [*cause.synonyms, *(text_of("causes", slug, code)["label"] for code, _ in settings.LANGUAGES)]
            missed += [name for name in names if not names_a_disease(name) and name.casefold() not in EVERYDAY]
    assert missed == []


def test_the_self_check_names_the_same_tests_in_every_language_and_none_that_tells() -> None:
    """A test whose Hindi label alone named a disease would be left out in both; the tests that tell in English tell in Hindi."""
    from django.conf import settings

    from myotome.clinic.disease_names import names_a_disease
    from myotome.clinic.language.texts import text_of
    from myotome.wiring import knowledge

    telling = {
        code: {slug for slug in knowledge().orders if names_a_disease(text_of("tests", slug, code)["label"])}
        for code, _ in settings.LANGUAGES
    }
    assert telling["en"] == telling["hi"]
    assert {"hiv_test", "cancer_screen", "ana_anca_vasculitis", "genetic_d4z4"} <= telling["en"]
    assert {"emg", "ck", "mri_muscle", "blood_first_line"}.isdisjoint(telling["en"])


def test_a_label_that_tells_in_hindi_alone_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """The outcome looks at the label of each language, and not at the English one only."""
    from myotome.clinic.self_check import outcome

    real = outcome.text_of
    said = {"label": "कैंसर की सुई जाँच"}
    monkeypatch.setattr(
        outcome, "text_of", lambda book, slug, code: said if (slug, code) == ("emg", "hi") else real(book, slug, code)
    )
    assert outcome._tells("emg")
    assert not outcome._tells("ck")
