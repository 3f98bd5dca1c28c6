"""The tables of the record, by what they hold. Only ``record`` itself imports them: the doors go through the gateway."""

from myotome.record.models.access import AccessLog, ChainHead, EmergencyAccess, EmergencyReview
from myotome.record.models.assessed import AssessmentRecord, Release, Signature, WorkingDiagnosis
from myotome.record.models.entries import (
    Encounter,
    FindingEntry,
    InjuryEntry,
    IntakeStep,
    MeasurementEntry,
    MedicationEntry,
    NoteEntry,
)
from myotome.record.models.people import Clinic, Patient, User
from myotome.record.models.worklist import WorklistRow

__all__ = [
    "AccessLog",
    "AssessmentRecord",
    "ChainHead",
    "Clinic",
    "EmergencyAccess",
    "EmergencyReview",
    "Encounter",
    "FindingEntry",
    "InjuryEntry",
    "IntakeStep",
    "MeasurementEntry",
    "MedicationEntry",
    "NoteEntry",
    "Patient",
    "Release",
    "Signature",
    "User",
    "WorkingDiagnosis",
    "WorklistRow",
]
