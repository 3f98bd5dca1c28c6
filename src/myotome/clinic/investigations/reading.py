"""The background job that reads one file: apart, judged for this patient, kept as proposals."""

from __future__ import annotations

from uuid import UUID

from django.utils import timezone
from django_tasks import task

from myotome.journey.uploads.judged import Judgement, judged
from myotome.journey.uploads.reading import Reading
from myotome.record.files.bench import OnTheBench, content_of, keep_reading, take_file
from myotome.record.files.seal import BrokenSeal
from myotome.record.jobs.worker import GaveUp
from myotome.sources.apart import ReaderDied, read_apart
from myotome.sources.readers import READ_BY_SOMEBODY, VERSION
from myotome.words.errors import UnusableInput


@task()
def read_file(ref: str) -> None:
    """Read the file of this reference; done again it changes nothing. Raises GaveUp with a reason that names nobody."""
    read_now(UUID(ref))


def read_now(ref: UUID) -> None:
    """Read one file here and now."""
    bench = take_file(ref, VERSION, timezone.now())
    if bench is None:
        return
    problem = ""
    try:
        reading = _reading(bench)
    except UnusableInput as error:
        reading, problem = Reading("", VERSION, ""), error.sentence()
    except (ReaderDied, BrokenSeal) as error:
        raise GaveUp(error.problem) from error
    result = (
        Judgement((), (), ()) if problem else judged(reading, bench.person, bench.born_on, bench.weight_kg, bench.today)
    )
    keep_reading(ref, VERSION, reading, result, timezone.now(), problem)


def enqueue(ref: UUID) -> UUID:
    """Put the job into the queue; returns its id."""
    return UUID(read_file.enqueue(str(ref)).id)


def _reading(bench: OnTheBench) -> Reading:
    content = content_of(bench.ref) if bench.kind in READ_BY_SOMEBODY else b""
    return read_apart(bench.kind, content)
