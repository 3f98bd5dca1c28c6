"""Which columns of the record hold what people type, and script put into every one of them. A new column must be named here."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django.apps import apps
from django.db import models
from django.utils import timezone

EVIL = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'><svg onload=alert(3)>{{7*7}}"
MARK = "alert(1)"
OF_OTHERS = frozenset(
    {"auth", "contenttypes", "sessions", "axes", "django_tasks_database", "account", "mfa", "socialaccount"}
)
"""Applications that are not ours and of which no page of ours shows a text."""


def _named(table: str) -> frozenset[str]:
    """``app.Model: column column`` in each line."""
    rows = [line.strip().partition(": ") for line in table.strip().splitlines()]
    return frozenset(f"{model}.{column}" for model, _, columns in rows for column in columns.split())


FREE = _named(
    """
    record.Clinic: name
    record.User: full_name
    record.Patient: given_name family_name phone
    record.AccessLog: reason
    record.EmergencyAccess: reason
    record.EmergencyReview: note
    record.Release: words
    record.WorkingDiagnosis: diagnosis reason
    record.FindingEntry: why grade said_by text
    record.MeasurementEntry: why site method
    record.MedicationEntry: why name dose
    record.InjuryEntry: why what
    record.NoteEntry: why text
    record.IntakeStep: answer
    record.WorklistRow: family_key given_key
    calls.CallRequest: name number_shown text
    calls.CallStep: note
    checks.CheckPart: why note
    files.StoredFile: name
    files.FileWithdrawal: why
    files.TestOrder: lines why
    files.OrderStep: note
    files.FileReading: title problem notices unread
    files.Proposal: place said content
    files.ProposalAnswer: why
    files.Delivery: name mark
    shelf.ReviewEntry: by_name role registration clinic remark
    diary.Guest: name phone email
    diary.BookingRow: for_what enclosed
    diary.Step: why
    diary.Closure: why
    diary.Outgoing: to subject body reason
    diary.Attempt: reason
    readers.HelpAnswer: remark
    letters.LetterSignature: by_name
    letters.LetterDropped: why
    """
)
CLOSED = _named(
    """
    record.User: password username
    record.AccessLog: user_name role deed purpose outcome before digest
    record.Patient: number
    record.ChainHead: digest seal
    record.AssessmentRecord: basis program method knowledge
    record.Signature: sha256
    record.Release: cause
    record.FindingEntry: concept site
    record.MeasurementEntry: measure unit
    record.InjuryEntry: place harms
    record.IntakeStep: question
    record.WorklistRow: flag timeframe leading changed
    calls.CallRequest: sent_as number_e164 number_country topic best flags language
    calls.CallStep: reference
    calls.CallStanding: outcome reference
    calls.LimitBucket: key limit
    checks.HealthCheck: options booking
    checks.CheckPart: part entries
    checks.CheckLetter: sha256
    jobs.JobLease: worker reason
    files.Piece: sha256 name
    files.Content: sha256 name
    files.StoredFile: kind
    files.TestOrder: test group
    files.FileReading: reader version
    shelf.Snapshot: kind slug sha256 version program
    shelf.Edition: knowledge program
    shelf.ReviewEntry: kind slug sha256
    diary.Guest: language
    diary.BookingRow: reference digest service options claims series
    diary.Cell: resource
    diary.Step: status claims how
    diary.Closure: resource
    diary.Outgoing: key kind language calendar stop_link message_id
    diary.Referral: digest service
    diary.Waiting: slug service options wishes offered once
    diary.Gap: resource
    readers.PageReads: page
    readers.HelpAnswer: page language
    letters.LetterEntry: kind
    letters.LetterSignature: sha256
    letters.PrintedPage: sha256
    given.GivenPart: content
    """
)
"""What the program writes alone, or takes only where it is a name that it knows, a number, or a hash."""
PACKED = _named(
    """
    record.AssessmentRecord: content_deflated report_deflated
    checks.CheckLetter: content_deflated
    shelf.Snapshot: text_deflated
    shelf.Edition: contents_deflated
    letters.LetterDraft: content_deflated
    letters.LetterSignature: content_deflated page_deflated
    letters.PrintedPage: pdf
    """
)
"""Made from columns above, or from a letter's fields, which the walk fills in; nothing can be searched in them."""


def columns() -> Iterator[tuple[str, Any, Any]]:
    """Every column of our own tables that could hold a text: name, model, field. A column with choices holds one of them."""
    for model in apps.get_models():
        if model._meta.app_label in OF_OTHERS:
            continue
        for field in model._meta.concrete_fields:
            holds = isinstance(field, models.CharField | models.TextField | models.JSONField | models.BinaryField)
            if holds and not getattr(field, "choices", None):
                yield f"{model._meta.label}.{field.name}", model, field


def cut(field: str) -> str:
    """The script as far as a column takes it."""
    model, _, name = field.rpartition(".")
    return EVIL[: apps.get_model(model)._meta.get_field(name).max_length or None]


def holds_script(model: Any, field: Any) -> bool:
    """Whether some row of the table has the script in this column."""
    return any(
        MARK.casefold() in str(value).casefold() for value in model._default_manager.values_list(field.name, flat=True)
    )


def fill(target: Any, clinician: Any) -> None:
    """Put the script into what the pages of the walk did not fill: past the doors, so that no form's care is relied on."""
    from myotome.record import models as record
    from myotome.record.calls.models import CallRequest, CallStanding, CallStep
    from myotome.record.checks.models import CheckPart, HealthCheck
    from myotome.record.diary.models import Attempt, BookingRow, Closure, Guest, Outgoing, Step
    from myotome.record.files.models import Delivery
    from myotome.record.readers.models import HelpAnswer
    from myotome.record.shelf.models import ReviewEntry

    now, by = timezone.now(), clinician
    record.Clinic.objects.filter(pk=target.clinic_id).update(name=cut("record.Clinic.name"))
    record.EmergencyReview.objects.create(
        access=record.EmergencyAccess.objects.latest("pk"), by=by, at=now, justified=True, note=EVIL
    )
    _file_of(target, by)
    _uploads(target, by)
    call = CallRequest.objects.create(
        clinic=target.clinic, sent_as=uuid4().hex, asked_at=now, name=EVIL[:100], number_e164="+441632960001",
        number_shown=EVIL[:40], number_country="GB", topic="appointment", text=EVIL, language="en",
    )  # fmt: skip
    CallStanding.objects.create(request=call, clinic=target.clinic, unflagged=True, due_at=now, changed_at=now)
    CallStep.objects.create(
        request=call, number=1, kind="tried", result="no_answer", outcome="open", note=EVIL, by=by, at=now
    )  # fmt: skip
    on = record.Encounter.objects.create(patient=target, kind="examination", at=now, by=by)
    check = HealthCheck.objects.create(patient=target, encounter=on, started_at=now, by=by)
    CheckPart.objects.create(check_of=check, part="grip", state="left_out", why=EVIL, by=by, at=now)
    CheckPart.objects.create(check_of=check, part="talk", state="done", note=EVIL, by=by, at=now)
    guest = Guest.objects.get(bookings__for_what__contains=MARK)
    Guest.objects.filter(pk=guest.pk).update(name=cut("diary.Guest.name"), email=EVIL, wants_email=True)
    Guest.objects.create(name=EVIL[:120], born_on=date(1960, 1, 1), phone=EVIL[:20], made_at=now)
    booking = BookingRow.objects.get(for_what__contains=MARK)
    BookingRow.objects.filter(pk=booking.pk).update(enclosed={"answers": _self_check()})
    Step.objects.create(
        booking=booking, version=99, status=booking.status, sequence=0, start_cell=booking.start_cell,
        claims=booking.claims, at=now, by=by, how="desk", why=EVIL,
    )  # fmt: skip
    soon = timezone.localdate() + timedelta(days=40)
    Closure.objects.create(first=soon, last=soon, why=cut("diary.Closure.why"), by=by, at=now)
    message = Outgoing.objects.create(
        key=uuid4().hex, kind="booked", guest=guest, booking=booking, language="en", to=EVIL, subject=EVIL, body=EVIL,
        queued_at=now, due_at=now + timedelta(days=1), state="failed", reason=EVIL,
    )  # fmt: skip
    Attempt.objects.create(message=message, at=now, sent=False, reason=EVIL)
    HelpAnswer.objects.create(page="causes/als", language="en", helpful=False, remark=EVIL, day=timezone.localdate())
    ReviewEntry.objects.create(
        kind="causes", slug="als", sha256="0" * 64, by=by, by_name=EVIL, role=EVIL[:120], registration=EVIL[:60],
        clinic=EVIL[:120], decision="request changes", remark=EVIL, at=now,
    )  # fmt: skip
    Delivery.objects.create(
        patient=target, by=by, name=EVIL, mark=EVIL[:64], size_bytes=10, begun_at=now, last_at=now
    )  # fmt: skip


def _file_of(target: Any, by: Any) -> None:
    """Values, medicines, notes and injuries that hold and some that were withdrawn, each with a reason."""
    from myotome.record.gateway import Gateway
    from myotome.record.roles import Deed
    from myotome.words.case import Medication
    from myotome.words.injury import Injury
    from myotome.words.measurement import Measurement
    from myotome.words.units import Quantity

    with Gateway(by).open(target.ref, Deed.WRITE_RECORD, "test") as file:
        on = file.begin("note")
        value = Measurement("ck", Quantity(300, "U/L"), site=EVIL[:100], method=EVIL)
        for _ in range(2):
            file.add_measurement(value, on)
            file.add_medication(Medication(EVIL), on)
            file.add_injury(Injury(EVIL), on)
            file.add_note("note", EVIL, on)
        for kind in ("measurement", "medication", "injury", "note"):
            file.withdraw(kind, file.entries(kind)[-1].ref, EVIL, on)


def _uploads(target: Any, by: Any) -> None:
    """A file that was read, one that could not be used, one that was withdrawn; answers and an order."""
    from myotome.record.files.cabinet import Cabinet
    from myotome.record.files.incoming import Incoming
    from myotome.record.files.models import FileJob, FileReading, Proposal, StoredFile
    from myotome.record.files.ordering import Orders
    from myotome.record.gateway import Gateway
    from myotome.record.roles import Deed

    for number in range(3):
        incoming = Incoming("x.csv")
        incoming.take(f"Name;Value;Unit\nCK;30{number};U/L\n".encode())
        arrived = incoming.finish()
        with Gateway(by).open(target.ref, Deed.WRITE_RECORD, "test") as file:
            sheet, _ = Cabinet(file).keep(arrived, lambda _: uuid4())
            row = StoredFile.objects.get(ref=sheet.ref)
        if number == 2:
            with Gateway(by).open(target.ref, Deed.WRITE_RECORD, "test") as file:
                Cabinet(file).withdraw(sheet.ref, EVIL)
            continue
        reading = FileReading.objects.create(
            file=row, reader="lab_csv", version="t", at=timezone.now(), title=EVIL, problem=EVIL if number else "",
            notices=[EVIL], unread=[{"place": EVIL, "said": EVIL, "why": EVIL}],
        )  # fmt: skip
        if number == 0:
            for k in (1, 2):
                Proposal.objects.create(
                    reading=reading, number=k, kind="medication", place=EVIL, said=EVIL,
                    content={"stated": _medicine()},
                )  # fmt: skip
            with Gateway(by).open(target.ref, Deed.WRITE_RECORD, "test") as file:
                cabinet = Cabinet(file)
                cabinet.reject(cabinet.reading(sheet.ref).proposals[0].ref, EVIL)
    StoredFile.objects.bulk_create(
        [StoredFile(patient=target, content=_other_content(target), name=EVIL, kind="text", by=by, at=timezone.now())]
    )
    FileJob.objects.create(file=StoredFile.objects.latest("pk"), job=uuid4(), at=timezone.now())
    with Gateway(by).open(target.ref, Deed.WRITE_RECORD, "test") as file:
        order = Orders(file).order("emg", "emg", [EVIL], EVIL)
        Orders(file).move(order, "scheduled", on=date(2031, 5, 6), note=EVIL)


def _medicine() -> Any:
    from myotome.record.files.stored_words import as_json
    from myotome.words.case import Medication

    return as_json(Medication(EVIL, EVIL))


def _self_check() -> Any:
    """What somebody sends along with a booking."""
    from myotome.clinic.intake.flow import interview
    from myotome.symptoms.interview import Answer
    from myotome.words.case import Person

    state = interview().start(Person(50))
    return interview().answer(state, "own_words", Answer.write(EVIL)).to_dict()


def _other_content(target: Any) -> Any:
    from myotome.record.files.models import Content

    return Content.objects.create(
        clinic=target.clinic, sha256=uuid4().hex * 2, size_bytes=1, name=uuid4().hex, kept_at=timezone.now()
    )
