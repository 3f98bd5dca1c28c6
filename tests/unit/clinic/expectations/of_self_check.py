"""What the addresses of clinic/self_check answer to who has not begun one."""

from expectations.answers import ANYONE, EVERYONE_HOME, Expected

BEGIN = EVERYONE_HOME
"""To the beginning."""

ROUTES = {
    "self_check": Expected(ANYONE, BEGIN, {"age": "61", "sex": "female"}, open=200, open_post=302),
    "self_check_go_on": Expected(BEGIN, open=302),
    "self_check_stop": Expected(BEGIN, open=302),
    "self_check_answers": Expected(BEGIN, open=302),
    "self_check_result": Expected(BEGIN, open=302),
    "self_check_pdf": Expected(BEGIN, open=302),
    "self_check_forget": Expected(dict.fromkeys(ANYONE, (405, 405)), ANYONE, open=405, open_post=200),
    "self_check_question": Expected(BEGIN, BEGIN, {"answer": "x", "go": "next"}, open=302),
}
