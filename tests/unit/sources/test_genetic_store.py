"""The stored form of the genetic knowledge: the same as what is built, and never used when it is damaged."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from myotome.diagnosis.genetic.loader import HPO_FILES, find_hpo_files, load
from myotome.diagnosis.genetic.phenotype import read_phenotype
from myotome.diagnosis.genetic.rank import rank
from myotome.diagnosis.genetic.shelved import shelve
from myotome.sources import genetic_store
from myotome.sources.genetic_store import open_stored, release_key, stored_genetic, write_stored


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("store") / "genetic-here"
    write_stored(load(), place)
    return place


@pytest.mark.parametrize("harm", ["flip", "shorten", "remove", "manifest"])
def test_a_damaged_store_is_not_used(place: Path, tmp_path: Path, harm: str) -> None:
    """One wrong byte in a table of shares would be a wrong rank that looks right."""
    copy = tmp_path / "genetic-copy"
    copy.mkdir()
    for file in place.iterdir():
        (copy / file.name).write_bytes(file.read_bytes())
    victim = copy / ("manifest.json" if harm == "manifest" else "profile_share.npy")
    content = bytearray(victim.read_bytes())
    if harm == "flip":
        content[len(content) // 2] ^= 1
    victim.write_bytes(content[:-8] if harm == "shorten" else b"[" if harm == "manifest" else content)
    if harm == "remove":
        victim.unlink()
    with pytest.raises(genetic_store._Damaged):
        open_stored(copy)


def test_a_folder_that_cannot_be_written_costs_time_and_no_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where nothing can be kept, the knowledge is built in this process."""
    blocked = tmp_path / "a-file"
    blocked.write_text("no folder")
    monkeypatch.setattr(genetic_store, "read_from", lambda release: load())
    monkeypatch.setattr(
        genetic_store, "_build_elsewhere", lambda place: write_stored(load(), place)
    )  # the same without a second process
    assert stored_genetic(blocked / "inside") is load()


def test_another_release_has_another_name(tmp_path: Path) -> None:
    """What was built from one release must not answer for the next, whatever the files' age."""
    for name in HPO_FILES:
        (tmp_path / name).write_text("data-version: hp/releases/2025-01-16")
        os.utime(tmp_path / name, (0, 0))
    old = release_key(tmp_path)
    assert release_key(tmp_path) == old
    (tmp_path / HPO_FILES[0]).write_text("data-version: hp/releases/2025-05-06")
    os.utime(tmp_path / HPO_FILES[0], (0, 0))
    assert release_key(tmp_path) != old


def test_what_is_stored_is_what_was_built(place: Path) -> None:
    """Every number to the last bit, every text, and so every rank and push."""
    built, stored = load(), open_stored(place)
    one, other = shelve(built), shelve(stored)
    assert json.dumps(one.texts) == json.dumps(other.texts)
    for name, array in one.arrays.items():
        assert array.dtype == other.arrays[name].dtype
        assert np.array_equal(array, other.arrays[name], equal_nan=array.dtype.kind == "f"), name
    assert stored.entries == built.entries
    assert stored.ontology.index == built.ontology.index
    signs = ["HP:0003701", "HP:0003236", "HP:0003560", "HP:0001638"]
    phenotypes = (read_phenotype(known.ontology, known.stages, signs) for known in (built, stored))
    ranked, again = (rank(p, known) for p, known in zip(phenotypes, (built, stored), strict=True))
    assert ranked.diseases == again.diseases
    assert np.array_equal(ranked.posterior, again.posterior)


def test_a_paper_can_be_left_out_of_the_stored_form(place: Path) -> None:
    """Evaluation rests on it: the same rows go, and what is built anew from the rest is the same."""
    built, stored = load(), open_stored(place)
    paper = built.annotations.citations.papers()[0]
    one, other = built.without_publication(paper), stored.without_publication(paper)
    assert np.array_equal(one.annotations.kept, other.annotations.kept)
    assert np.array_equal(one.evidence.profiles.share, other.evidence.profiles.share)


def test_it_is_built_in_another_process_and_stays_small_in_this_one(tmp_path: Path) -> None:
    """A fresh process with the ranking ready stays 150 MB below one that builds it; older releases are thrown away."""
    for n in range(genetic_store.MOST_KEPT + 1):
        (tmp_path / f"genetic-older{n}").mkdir()
        os.utime(tmp_path / f"genetic-older{n}", (n, n))
    stored_genetic(tmp_path)
    kept = {one.name for one in tmp_path.iterdir()}
    assert f"genetic-{release_key(find_hpo_files())}" in kept
    assert len(kept) == genetic_store.MOST_KEPT
    assert not any(name.startswith(".") for name in kept)
    if not Path("/proc/self/status").exists():
        return
    ask = (
        "from pathlib import Path; import sys\n"
        "from myotome.sources.genetic_store import stored_genetic\n"
        "stored_genetic(Path(sys.argv[1]))\n"
        "print(next(r for r in open('/proc/self/status') if r.startswith('VmHWM')).split()[1])"
    )
    done = subprocess.run(
        [sys.executable, "-c", ask, str(tmp_path)],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )
    assert int(done.stdout) / 1024 < 120
