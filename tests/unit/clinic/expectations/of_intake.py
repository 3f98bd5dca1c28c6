"""What the addresses of clinic/intake answer."""

from expectations.answers import ANSWER, CLINICIAN, DONE, INTERVIEW, OWN, Expected

NEXT = {"clinician": (302, 403), "patient": (404, 404)}

ROUTES = {
    "intake_form": Expected(CLINICIAN, DONE),
    "intake": Expected(INTERVIEW),
    "intake_go_on": Expected(NEXT),
    "intake_urgent": Expected(INTERVIEW),
    # Where nothing was read from the own words, on to the next question.
    "intake_understood": Expected(NEXT, NEXT),
    "my_intake_understood": Expected(
        {"patient": (302, 302), "clinician": (404, 404)}, {"patient": (302, 302), "clinician": (404, 404)}
    ),
    "intake_check": Expected(INTERVIEW),
    "intake_send": Expected(post={"clinician": (302, 403), "patient": (404, 404)}, get_is_refused=True),
    "intake_question": Expected(INTERVIEW, {"clinician": (302, 403), "patient": (404, 404)}, ANSWER),
    # Nobody has written an injury: back to the question that asks for them.
    "intake_injury": Expected(NEXT, NEXT),
    "my_intake_injury": Expected(
        {"patient": (302, 302), "clinician": (404, 404)}, {"patient": (302, 302), "clinician": (404, 404)}
    ),
    "my_intake": Expected({"patient": (200, 200), "clinician": (404, 404)}),
    "my_intake_go_on": Expected({"patient": (302, 302), "clinician": (404, 404)}),
    "my_intake_urgent": Expected({"patient": (200, 200), "clinician": (404, 404)}),
    "my_intake_check": Expected({"patient": (200, 200), "clinician": (404, 404)}),
    "my_intake_send": Expected(post={"patient": (302, 302), "clinician": (404, 404)}, get_is_refused=True),
    "my_intake_sent": Expected(OWN),
    "my_intake_question": Expected(
        {"patient": (200, 200), "clinician": (404, 404)}, {"patient": (302, 302), "clinician": (404, 404)}, ANSWER
    ),
}
