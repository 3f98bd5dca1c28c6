"""All that Myotome knows, loaded once: vocabulary, causes, tests, treatments, drugs, and the reasoner compiled from them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from myotome import __version__
from myotome.causes.cause import Cause
from myotome.causes.shelf import load_causes
from myotome.diagnosis.differential import METHOD, Reasoner
from myotome.diagnosis.pooling import with_test_performance
from myotome.investigations.orders import Order, load_orders
from myotome.symptoms.concepts import Vocabulary, load_vocabulary
from myotome.symptoms.exposures import Drug, load_drugs
from myotome.treatment.catalogue import Treatment, load_treatments
from myotome.words.shelf import fingerprint
from myotome.words.standing import standing

DOORS: Final = ("clinic", "cohort")
"""Their tables (a demo's patients, translations, opening hours) shape no assessment."""

if TYPE_CHECKING:
    from myotome.diagnosis.genetic.knowledge import Knowledge as GeneticKnowledge


@dataclass(frozen=True, slots=True)
class Versions:
    """Everything that shaped an assessment: the same three and the same case give the same answer."""

    program: str
    method: str
    knowledge: str
    """First 12 hex digits of the SHA-256 over every table that ships with the program."""
    approved: int
    """Knowledge files whose content a clinician has signed as it is, out of ``files``."""
    files: int
    hpo: str = ""
    """Release of the Human Phenotype Ontology whose ids are used, as its file states it."""


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
    genetic: Callable[[], GeneticKnowledge] | None = None
    """Loads the annotations of single genetic diseases when they are first needed (a second or two); None to do without."""

    @cached_property
    def concept_labels(self) -> dict[str, str]:
        """Label of every concept by slug."""
        return {slug: concept.label for slug, concept in self.vocabulary.concepts.items()}


def load_knowledge(*, hpo: str = "") -> Knowledge:
    """Read, check and compile the packaged knowledge; raises KnowledgeError naming the file. ``hpo``: release of the ontology in use."""
    vocabulary, orders = load_vocabulary(), load_orders()
    causes = with_test_performance(load_causes(), orders, vocabulary)
    treatments, drugs = load_treatments(), load_drugs()
    pages: tuple[Cause | Order | Treatment | Drug, ...] = (
        *causes.values(),
        *orders.values(),
        *treatments.values(),
        *drugs.values(),
    )
    versions = Versions(
        __version__,
        METHOD,
        fingerprint("myotome", without=DOORS),
        sum(standing(page.sha256, page.status, page.reviews).approved for page in pages),
        len(pages),
        hpo,
    )
    return Knowledge(vocabulary, causes, orders, treatments, drugs, Reasoner(causes, vocabulary), versions)
