"""What was found, measured, taken and said, as rows that are written once; the latest row of a chain is the one that holds."""

from __future__ import annotations

import uuid

from django.db import models

from myotome.record.append_only import AppendOnly
from myotome.record.models.people import Patient, User
from myotome.words.finding import Origin
from myotome.words.side import Side, State


class Encounter(AppendOnly):
    """One occasion on which a record grew: an interview, an examination, a result that came in."""

    class Kind(models.TextChoices):
        """What kind of occasion."""

        INTAKE = "intake", "Interview"
        EXAMINATION = "examination", "Examination"
        RESULT = "result", "Result"
        NOTE = "note", "Entry"

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="encounters")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")


class Entry(AppendOnly):
    """Base of all rows. A row that ``supersedes`` another corrects it, or hides it where ``withdrawn``; ``why`` says why."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="%(class)s_rows")
    encounter = models.ForeignKey(Encounter, on_delete=models.PROTECT, related_name="%(class)s_rows")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )
    withdrawn = models.BooleanField(default=False)
    why = models.CharField(max_length=500, blank=True)

    class Meta(AppendOnly.Meta):
        abstract = True


class FindingEntry(Entry):
    """One finding, as ``words.Finding`` speaks of it."""

    concept = models.CharField(max_length=80)
    state = models.CharField(max_length=8, choices=[(s.value, s.value) for s in State])
    side = models.CharField(max_length=10, choices=[(s.value, s.value) for s in Side], default=Side.UNSTATED.value)
    site = models.CharField(max_length=100, blank=True)
    grade = models.CharField(max_length=40, blank=True)
    started = models.DateField(null=True, blank=True)
    origin = models.CharField(max_length=10, choices=[(o.value, o.value) for o in Origin])
    said_by = models.CharField(max_length=150, blank=True)
    text = models.CharField(max_length=2000, blank=True)


class MeasurementEntry(Entry):
    """One measured value with its UCUM unit, and the laboratory's own limits where it gave them."""

    measure = models.CharField(max_length=80)
    value = models.FloatField()
    unit = models.CharField(max_length=40)
    side = models.CharField(max_length=10, choices=[(s.value, s.value) for s in Side], default=Side.UNSTATED.value)
    site = models.CharField(max_length=100, blank=True)
    method = models.CharField(max_length=200, blank=True)
    taken_on = models.DateField(null=True, blank=True)
    low = models.FloatField(null=True, blank=True)
    high = models.FloatField(null=True, blank=True)


class MedicationEntry(Entry):
    """One line of the medication list as it was written."""

    name = models.CharField(max_length=200)
    dose = models.CharField(max_length=200, blank=True)
    started = models.DateField(null=True, blank=True)
    stopped = models.DateField(null=True, blank=True)
    still_taken = models.BooleanField(default=True)


class InjuryEntry(Entry):
    """One injury, old or new, as ``words.Injury`` speaks of it; empty is not known."""

    what = models.CharField(max_length=200)
    place = models.CharField(max_length=20, blank=True)
    side = models.CharField(max_length=10, choices=[(s.value, s.value) for s in Side], default=Side.UNSTATED.value)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    month = models.PositiveSmallIntegerField(null=True, blank=True)
    harms = models.CharField(max_length=100, blank=True)
    """Names of ``words.Harm`` with spaces between."""
    before = models.BooleanField(null=True, blank=True)
    same_limb = models.BooleanField(null=True, blank=True)


class NoteEntry(Entry):
    """Free text: the complaint in the person's own words, or a note."""

    class Kind(models.TextChoices):
        """Where the text belongs."""

        COMPLAINT = "complaint", "In the person's own words"
        NOTE = "note", "Note"

    kind = models.CharField(max_length=10, choices=Kind.choices)
    text = models.TextField(max_length=20_000)


class IntakeStep(AppendOnly):
    """One answer of an interview, in the order in which they were given; ``answer`` is null where one was taken back."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="intake_steps")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    question = models.CharField(max_length=80)
    answer = models.JSONField(null=True)
