import os
import re

import pytest

pytest.importorskip("django")

from clinic_site import browser, patient, user
from myotome.clinic.running.exposition import exposition
from myotome.clinic.running.meters import Meters


def test_what_was_never_counted_has_no_series() -> None:
    """A route that nobody opened is not in the list."""
    assert list(Meters(["worklist"]).series()) == []


def test_answers_fall_into_their_buckets_and_statuses() -> None:
    """Three answers of 4 ms, 5 ms and 20 s: two within 5 ms, all within infinity; a status without a cell of its own is `other`."""
    meters = Meters(["worklist", "patient"])
    for seconds, status in ((0.004, 200), (0.005, 404), (20.0, 418)):
        meters.note("worklist", seconds, status)
    (series,) = meters.series()
    assert series.name == "worklist" and series.count == 3
    assert series.by_status == (("200", 1), ("404", 1), ("other", 1))
    assert series.within[0] == 2 and series.within[-2] == 2 and series.within[-1] == 3
    assert series.seconds == pytest.approx(20.009)


def test_a_name_that_is_not_in_the_table_makes_no_series() -> None:
    """Nothing from outside can become the name of a series."""
    meters = Meters(["worklist"])
    meters.note("/patients/Noor/", 0.1, 200)
    assert [series.name for series in meters.series()] == ["other"]


def test_processes_count_together_and_a_new_one_goes_on_where_a_dead_one_stopped() -> None:
    """Three processes, one after the other in two regions: the first process of all sees the sum."""
    meters = Meters(["worklist"], processes=2)
    for region in (0, 1, 1):
        pid = os.fork()
        if not pid:
            meters.take_region(region)
            meters.note("worklist", 0.1, 200)
            os._exit(0)
        os.waitpid(pid, 0)
    (series,) = meters.series()
    assert series.count == 3 and len(meters.processes()) == 2


def test_every_line_is_as_prometheus_reads_it() -> None:
    """Each line is a comment or name, labels and number; each histogram ends in +Inf with its count."""
    meters = Meters(["worklist"])
    meters.note("worklist", 0.3, 200)
    meters.note("assess", 0.3)
    text = exposition(meters, {"waiting": 2})
    for line in text.splitlines():
        assert re.fullmatch(r'# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\{([a-z]+="[^"\\]*",?)+\})? [\d.]+', line), line
    assert 'myotome_request_seconds_bucket{route="worklist",le="0.25"} 0' in text
    assert 'myotome_request_seconds_bucket{route="worklist",le="0.5"} 1' in text
    assert 'myotome_request_seconds_bucket{route="worklist",le="+Inf"} 1' in text
    assert 'myotome_jobs{state="waiting"} 2' in text


def test_the_meters_of_the_site_name_nobody() -> None:
    """After a walk through a record, the meters hold names of routes and numbers, and nothing of the patient or the user."""
    client, noor = browser("clinician"), patient("Noor")
    for address in ("/home/", f"/patients/{noor.ref}/", f"/patients/{noor.ref}/nothing/", "/nothing/?Noor"):
        client.get(address)
    text = browser().get("/-/metrics").content.decode()
    assert 'myotome_requests_total{route="patient",status="200"}' in text
    assert re.search(r'myotome_process_resident_bytes\{process="0"\} \d{7,}', text)
    for told in (str(noor.ref), noor.family_name, noor.given_name, noor.number, user("clinician").full_name):
        assert told not in text


def test_waiting_requests_are_told_per_process_with_the_most_there_were() -> None:
    """Seven, then two: two now, seven at most; the process that noted nothing has none."""
    meters = Meters(["worklist"], processes=2)
    for number in (7, 2):
        meters.note_waiting(number)
    assert meters.waiting() == ((2, 7), (0, 0)) and list(meters.series()) == []
    text = exposition(meters, {})
    assert 'myotome_waiting_requests{process="0"} 2' in text
    assert 'myotome_waiting_requests_peak{process="0"} 7' in text


def test_a_request_notes_what_waits_behind_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three wait in the server's queue while a page is asked for."""
    from myotome.clinic.running import watch

    monkeypatch.setattr(watch, "_queue", [[1, 2, 3]])
    browser().get("/-/live")
    assert watch.meters().waiting()[0] == (3, 3)
