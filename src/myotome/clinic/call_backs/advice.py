"""What a text with a red wording brings at once: what to do now, in the language of the page."""

from __future__ import annotations

from django.utils.translation import get_language

from myotome.clinic.house import house
from myotome.visits.red_words import spot


def advice_for(text: str, language: str = "") -> tuple[str, ...]:
    """The sentences, each once; empty when no red wording stands in ``text``."""
    spoken = language or get_language() or "en"
    return tuple(dict.fromkeys(word.for_patient(spoken, house().emergency_number) for word in spot(text)))
