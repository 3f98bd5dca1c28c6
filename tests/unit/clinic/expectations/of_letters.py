"""What the addresses of clinic/letters answer; letter 1 of the demo's patients is a draft."""

from expectations.answers import CLINICIAN, DONE, Expected

NOT_YET = {"clinician": (400, 403)}
"""A draft cannot be given away or corrected by a new letter."""
ROUTES = {
    "letters": Expected(CLINICIAN, DONE, {"kind": "referral", "to": "neurology"}),
    "letter": Expected(CLINICIAN),
    "letter_pdf": Expected(CLINICIAN),
    "letter_edit": Expected(CLINICIAN, {"clinician": (422, 403)}, {"seen": "1"}),
    "letter_sign": Expected(post=DONE, data={"seen": "1"}, get_is_refused=True),
    "letter_give": Expected(post=NOT_YET, get_is_refused=True),
    "letter_correct": Expected(post=NOT_YET, get_is_refused=True),
    "letter_drop": Expected(post=DONE, data={"why": "written twice"}, get_is_refused=True),
}
