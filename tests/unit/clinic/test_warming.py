"""Before the first reader: what pages are made of is read in small steps that leave room for those who are being answered."""

from __future__ import annotations

from typing import Any

import pytest

pytest.importorskip("django")
pytest.importorskip("axes")

from clinic_site import browser


def test_every_part_can_be_read_without_a_request() -> None:
    """No step needs an address or a person; afterwards the tables of every language are in memory."""
    from myotome.clinic.language import texts
    from myotome.clinic.public.addresses import open_the_addresses
    from myotome.clinic.public.warming import page_parts

    open_the_addresses()
    texts._usable.cache_clear()
    steps = list(page_parts())
    for step in steps:
        step()
    assert len(steps) > 20
    assert texts._usable.cache_info().currsize >= len(texts.BOOKS)


def test_steps_wait_while_somebody_is_answered_and_not_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    """A step begins in a gap between answers; where there is none, the steps are done all the same when the time is over."""
    from myotome.clinic import start

    now, slept, done = [0.0], [], []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        now[0] += seconds

    monkeypatch.setattr(start, "monotonic", lambda: now[0])
    monkeypatch.setattr(start, "sleep", sleep)
    monkeypatch.setattr(start, "quiet_for", lambda seconds: now[0] >= 1.0)
    start._stepwise([lambda: done.append(now[0])], 0.5)
    assert slept and done == [1.0]
    monkeypatch.setattr(start, "quiet_for", lambda seconds: False)
    start._stepwise([lambda: done.append(now[0])] * 3, 0.5)
    assert done[1:] == [pytest.approx(1.0 + start.STEP_ASIDE_SECONDS)] * 3


def test_a_request_ends_the_quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    """Right after an answer it is not quiet; a while later it is, unless requests wait."""
    from myotome.clinic.running import watch

    client: Any = browser()
    client.get("/")
    assert not watch.quiet_for(60.0)
    began = watch._last[0]
    monkeypatch.setattr(watch, "monotonic", lambda: began + 61.0)
    assert watch.quiet_for(60.0)
    monkeypatch.setattr(watch, "_queue", [[object()]])
    assert not watch.quiet_for(60.0)
