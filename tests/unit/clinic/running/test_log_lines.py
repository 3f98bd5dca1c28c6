import json
import logging
from typing import Any

import pytest

pytest.importorskip("django")

from collected_log import every_line


def _lines(write: Any) -> list[dict[str, Any]]:
    lines: list[str] = []
    with every_line(lines):
        write()
    return [json.loads(line) for line in lines]


def test_the_text_of_an_error_is_never_written() -> None:
    """An error may quote what somebody typed: only its kind and the lines of code are in the log, of its cause neither."""

    def write() -> None:
        try:
            try:
                raise ValueError("Noor was born in 1961")
            except ValueError as error:
                raise KeyError("Noor") from error
        except KeyError:
            logging.getLogger("myotome.test").exception("it broke")

    (line,) = _lines(write)
    assert line["says"] == "it broke" and line["error"] == "builtins.KeyError"
    assert "test_log_lines.py" in line["where"][0] and line["where"][0].endswith(" write")
    assert "Noor" not in json.dumps(line) and "1961" not in json.dumps(line)


def test_what_a_library_put_into_its_message_is_left_out() -> None:
    """Django and the others write addresses and names into their messages: the message is kept without them, or only its place in the code."""
    logger = logging.getLogger("django.request")
    with_gap, without = _lines(
        lambda: (logger.warning("Not Found: %s", "/patients/Noor/"), logger.warning("cannot find " + "Noor"))
    )
    assert with_gap["says"] == "Not Found: %s"
    assert without["says"].startswith("test_log_lines.py:")


def test_a_line_is_one_line() -> None:
    """A line break in a message cannot begin a line of its own."""
    lines: list[str] = []
    with every_line(lines):
        logging.getLogger("myotome.test").info("first\nsecond %s", "\r\nthird")
    (line,) = lines
    assert "\n" not in line and "\r" not in line and json.loads(line)["level"] == "info"


def test_a_request_is_one_line_with_the_name_of_its_route(caplog: pytest.LogCaptureFixture) -> None:
    """Route, status and time are there, and the id stands in the answer too; the reference of the patient and the query are not."""
    from clinic_site import browser, patient

    ref = patient("Noor").ref
    lines: list[str] = []
    with every_line(lines):
        answer = browser("clinician").get(f"/patients/{ref}/?seen=noor", headers={"X-Request-ID": "mine"})
    (line,) = [json.loads(line) for line in lines if '"from": "myotome.requests"' in line]
    assert (line["route"], line["status"], line["method"]) == ("patient", 200, "GET") and line["ms"] > 0
    assert line["request"] == answer.headers["X-Request-ID"] != "mine"
    assert str(ref) not in "".join(lines) and "noor" not in "".join(lines)


def test_a_page_that_breaks_is_in_the_log_with_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    """An error that nobody expected leads to the page that says so, and its kind and place are written under the id of the request."""
    from clinic_site import browser

    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("Noor")

    client = browser("clinician")
    client.raise_request_exception = False
    monkeypatch.setattr("myotome.clinic.worklist.views.worklist", broken)
    lines: list[str] = []
    with every_line(lines):
        from django.urls import reverse

        assert client.get(reverse("worklist")).status_code == 500
    found = [json.loads(line) for line in lines]
    (broke,) = [line for line in found if line["says"] == "a request broke"]
    (request,) = [line for line in found if line["from"] == "myotome.requests"]
    assert broke["error"] == "builtins.RuntimeError" and broke["where"][0].endswith(" broken")
    assert broke["request"] == request["request"] and request["status"] == 500
    assert "Noor" not in "".join(lines)


def test_a_queue_is_said_once_with_its_depth_and_not_at_every_request() -> None:
    """A hundred warnings of the web server in a moment are one line, with the number in it; a text of the server stays out."""
    queue, server = logging.getLogger("waitress.queue"), logging.getLogger("waitress")

    def write() -> None:
        for depth in range(40, 140):
            queue.warning("Task queue depth is %d", depth)
        server.warning("Invalid header %s", "Noor")

    depth, header = _lines(write)
    assert depth["says"] == "Task queue depth is 40"
    assert header["says"] == "Invalid header %s"


def test_a_minute_later_it_is_said_again() -> None:
    """What lasts is said once a minute."""
    from myotome.clinic.running.log_lines import Seldom

    seldom = Seldom(60)
    passed = []
    for second in (0, 59, 61, 62, 130):
        record = logging.makeLogRecord({"created": 1000.0 + second})
        if seldom.filter(record):
            passed.append(second)
    assert passed == [0, 61, 130]
