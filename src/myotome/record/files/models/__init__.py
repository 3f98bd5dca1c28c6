"""The tables of files and ordered tests. Only ``record`` imports them."""

from myotome.record.files.models.delivered import Delivery, Piece
from myotome.record.files.models.kept import Content, FailureSettled, FileJob, FileWithdrawal, StoredFile
from myotome.record.files.models.ordered import OrderStep, TestOrder
from myotome.record.files.models.proposed import AnswerTakenBack, FileReading, Proposal, ProposalAnswer

__all__ = [
    "AnswerTakenBack",
    "Content",
    "Delivery",
    "FailureSettled",
    "FileJob",
    "FileReading",
    "FileWithdrawal",
    "OrderStep",
    "Piece",
    "Proposal",
    "ProposalAnswer",
    "StoredFile",
    "TestOrder",
]
