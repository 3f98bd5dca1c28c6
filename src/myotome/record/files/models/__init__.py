"""The tables of files and ordered tests. Only ``record`` imports them."""

from myotome.record.files.models.kept import Content, FileJob, FileWithdrawal, StoredFile
from myotome.record.files.models.ordered import OrderStep, TestOrder
from myotome.record.files.models.proposed import FileReading, Proposal, ProposalAnswer

__all__ = [
    "Content",
    "FileJob",
    "FileReading",
    "FileWithdrawal",
    "OrderStep",
    "Proposal",
    "ProposalAnswer",
    "StoredFile",
    "TestOrder",
]
