"""The real knowledge base, compiled once for all tests of the diagnosis room."""

from __future__ import annotations

import pytest

from myotome.causes.shelf import load_causes
from myotome.diagnosis.differential import Reasoner
from myotome.symptoms.concepts import load_vocabulary


@pytest.fixture(scope="session")
def reasoner() -> Reasoner:
    return Reasoner(load_causes(), load_vocabulary())
