"""Small random networks for the tests of the kernel: made from a seed, with every kind of number that real ones have."""

from __future__ import annotations

import numpy as np

from myotome.diagnosis.evidence import Item
from myotome.diagnosis.model import LONE_CAUSE, Model
from myotome.symptoms.concepts import ExclusiveFacet

FACETS = {
    "ck": ExclusiveFacet("ck", ("ck_normal", "ck_1_5x", "ck_5_10x", "ck_gt10x"), (0.8, 0.15, 0.03, 0.02), "highest"),
    "tempo": ExclusiveFacet("tempo", ("onset_acute", "onset_subacute", "onset_chronic"), (0.1, 0.3, 0.6)),
    "age": ExclusiveFacet("age", ("age_lt18", "age_18_39", "age_40_64", "age_65p"), (0.1, 0.3, 0.3, 0.3)),
    "sex": ExclusiveFacet("sex", ("sex_female", "sex_male"), (0.5, 0.5)),
}


def random_model(
    causes: int, concepts: int, seed: int, *, lone: bool = True, spare: bool = True, listed: float = 0.4
) -> Model:
    """A network with about ``listed`` of all pairs listed; with ``spare`` some causes lower a background."""
    chance = np.random.default_rng(seed)
    background = chance.choice([0.01, 0.03, 0.1, 0.3], concepts)
    p = np.repeat(background[None], causes, axis=0)
    said = chance.random((causes, concepts)) < listed
    if lone:
        said[-1] = False
    p[said] = np.clip(chance.beta(1, 1, said.sum()), 0.005, 0.995)
    if not spare:
        p = np.maximum(p, background)
    bands = {}
    for name, facet in FACETS.items():
        table = np.maximum(chance.dirichlet(np.asarray(facet.background) * 3, causes), 0.005)
        bands[name] = table / table.sum(axis=1, keepdims=True)
    names = tuple(f"c{i}" for i in range(causes - lone)) + ((LONE_CAUSE,) if lone else ())
    weight = {name: np.full(causes, 10.0) for name in FACETS}
    slugs = tuple(f"f{j}" for j in range(concepts))
    return Model(names, slugs, p, said, np.full(p.shape, 10.0), background, FACETS, bands, weight)


def random_items(model: Model, count: int, seed: int) -> list[Item]:
    """Evidence on ``count`` concepts and one value of each facet, present and absent, with the weights that tempering gives."""
    chance = np.random.default_rng(seed)
    chosen = chance.choice(len(model.concepts), count, replace=False)
    items = [Item(model.concepts[j], bool(chance.random() < 0.6), float(chance.choice([1, 0.5, 0.25]))) for j in chosen]
    items += [Item(str(chance.choice(FACETS[name].values)), True, 1.0) for name in ("ck", "tempo")]
    return items
