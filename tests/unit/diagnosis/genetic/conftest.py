"""The tiny files read, and the bundled release compiled once for all tests of the genetic room."""

from __future__ import annotations

import pytest
from genetic_files import GENES, OBO, hpoa

from myotome.diagnosis.genetic.annotation_file import read_annotations
from myotome.diagnosis.genetic.annotations import Annotations
from myotome.diagnosis.genetic.knowledge import Knowledge
from myotome.diagnosis.genetic.loader import load
from myotome.diagnosis.genetic.ontology import Ontology, read_ontology


@pytest.fixture(scope="session")
def small_ontology() -> Ontology:
    return read_ontology(OBO)


@pytest.fixture
def small_annotations(small_ontology: Ontology) -> Annotations:
    return read_annotations(hpoa(), GENES, small_ontology)


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    return load()
