"""What the addresses of clinic/investigations answer."""

from expectations.answers import CLINICIAN, DONE, Expected

ROUTES = {
    "investigations": Expected(CLINICIAN),
    "order_test": Expected(post=DONE, data={"test": "ck"}, get_is_refused=True),
    "move_order": Expected(post=DONE, data={"state": "cancelled", "note": "not needed"}, get_is_refused=True),
    "upload": Expected(post={"clinician": (422, 403)}, get_is_refused=True),
    "begin_delivery": Expected(
        post={"clinician": (201, 403)},
        data={"name": "scan of the arm.dcm", "size": "3000000", "mark": "0123456789abcdef"},
        get_is_refused=True,
    ),
    "delivery": Expected(CLINICIAN, {"clinician": (404, 404)}),
    "finish_delivery": Expected(post={"clinician": (409, 403)}, get_is_refused=True),
    "file_states": Expected(CLINICIAN),
    "file": Expected(CLINICIAN),
    "answer_file": Expected(post=DONE, data={"answer-1": "reject", "why-1": "of another person"}, get_is_refused=True),
    "take_back_answer": Expected(post={"clinician": (400, 403)}, data={"number": "1"}, get_is_refused=True),
    "settle_file": Expected(post={"clinician": (400, 403)}, get_is_refused=True),
    "download": Expected(CLINICIAN),
    "read_again": Expected(post={"clinician": (400, 403)}, get_is_refused=True),
    "withdraw_file": Expected(CLINICIAN, DONE, {"why": "of another person"}),
    "desk_tests": Expected({"front_desk": (200, 404)}),
    "book_test": Expected(post={"front_desk": (302, 404)}, data={"on": "2031-05-06"}, get_is_refused=True),
}
