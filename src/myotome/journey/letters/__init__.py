"""Letters out of an assessment: the referral and the letter to the patient, as drafts that a clinician edits, and as pages to sign.

No clock, no web: the day, the house and the names are arguments. May import: journey and everything below it.
"""

from myotome.journey.letters.letter import Block, Letter, LetterKind, content_of, letter_from
from myotome.journey.letters.patient import draft_patient_letter
from myotome.journey.letters.referral import draft_referral
from myotome.journey.letters.render import BookingCode, Head, Signed, letter_as_text, render_letter

__all__ = [
    "Block",
    "BookingCode",
    "Head",
    "Letter",
    "LetterKind",
    "Signed",
    "content_of",
    "draft_patient_letter",
    "draft_referral",
    "letter_as_text",
    "letter_from",
    "render_letter",
]
