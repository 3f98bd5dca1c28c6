"""What the addresses of clinic/findings answer."""

from expectations.answers import CLINICIAN, DONE, FINDING, Expected

ROUTES = {
    "add_finding": Expected(CLINICIAN, DONE, FINDING),
    "answer_question": Expected(post=DONE, data={"concept": "falls", "answer": "no"}, get_is_refused=True),
    "add_measurement": Expected(post=DONE, data={"measure": "ck", "value": "300", "unit": "U/L"}, get_is_refused=True),
    "add_medication": Expected(post=DONE, data={"name": "Aspirin", "dose": "75 mg"}, get_is_refused=True),
    "add_injury": Expected(post=DONE, data={"what": "Fell off a bicycle", "year": "2019"}, get_is_refused=True),
    "add_note": Expected(post=DONE, data={"text": "Telephoned."}, get_is_refused=True),
    "correct_finding": Expected(CLINICIAN, DONE, {**FINDING, "why": "misheard"}),
    "withdraw": Expected(CLINICIAN, DONE, {"why": "misheard"}),
}
