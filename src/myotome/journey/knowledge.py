"""All that Myotome knows, loaded once: vocabulary, causes, tests, treatments, drugs, and the reasoner compiled from them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from myotome import __version__
from myotome.causes.cause import Cause
from myotome.causes.shelf import load_causes
from myotome.diagnosis.differential import METHOD, Reasoner
from myotome.diagnosis.pooling import with_test_performance
from myotome.investigations.orders import Order, load_orders
from myotome.symptoms.concepts import Vocabulary, load_vocabulary
from myotome.symptoms.exposures import Drug, load_drugs
from myotome.treatment.catalogue import Treatment, load_treatments


@dataclass(frozen=True, slots=True)
class Versions:
    """Everything that shaped an assessment: the same three and the same case give the same answer."""

    program: str
    method: str
    knowledge: str
    """First 12 hex digits of the SHA-256 over every knowledge file."""
    approved: int
    """Knowledge files that a clinician has signed, out of ``files``."""
    files: int


@dataclass(frozen=True)
class Knowledge:
    """The knowledge base, ready to use. Immutable; ``reasoner`` keeps what it has already worked out."""

    vocabulary: Vocabulary
    causes: Mapping[str, Cause]
    orders: Mapping[str, Order]
    treatments: Mapping[str, Treatment]
    drugs: Mapping[str, Drug]
    reasoner: Reasoner
    versions: Versions


def load_knowledge() -> Knowledge:
    """Read, check and compile the packaged knowledge; raises KnowledgeError naming the file."""
    vocabulary, orders = load_vocabulary(), load_orders()
    causes = with_test_performance(load_causes(), orders, vocabulary)
    treatments, drugs = load_treatments(), load_drugs()
    hashes = [book.sha256 for book in vocabulary.books]
    pages: tuple[Cause | Order | Treatment, ...] = (*causes.values(), *orders.values(), *treatments.values())
    hashes += [page.sha256 for page in pages]
    versions = Versions(
        __version__, METHOD, _fingerprint(hashes), sum(page.status == "approved" for page in pages), len(pages)
    )
    return Knowledge(vocabulary, causes, orders, treatments, drugs, Reasoner(causes, vocabulary), versions)


def _fingerprint(hashes: Iterable[str]) -> str:
    return hashlib.sha256("".join(sorted(hashes)).encode()).hexdigest()[:12]
