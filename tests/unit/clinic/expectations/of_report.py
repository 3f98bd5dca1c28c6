"""What the addresses of clinic/report answer."""

from expectations.answers import CLINICIAN, DONE, Expected

ROUTES = {
    "report": Expected(CLINICIAN),
    "report_pdf": Expected(CLINICIAN),
    "report_knowledge": Expected(CLINICIAN),
    "sign": Expected(post=DONE, get_is_refused=True),
}
