"""The same small network solved by pyAgrum's exact inference and by our kernel, timed in turn in the same run.

The network: 20 causes, 60 findings, each a noisy-OR of four causes and a background; 20 findings are observed. pyAgrum has no "at most
three causes at once", so a chain of counters runs along the causes and its end is observed to be one, two or three: the same model.
"""

from __future__ import annotations

import statistics
import time
from dataclasses import dataclass

import numpy as np

from myotome.diagnosis.evidence import Item
from myotome.diagnosis.expansion import Expansion
from myotome.diagnosis.kernel import infer
from myotome.diagnosis.model import Floats, Model
from myotome.diagnosis.prior import SetPrior

CAUSES, FINDINGS, PARENTS, OBSERVED, MOST_CAUSES = 20, 60, 4, 20, 3


@dataclass(frozen=True)
class Peer:
    """Largest difference of a posterior, and the median times in milliseconds over the cases."""

    version: str
    cases: int
    difference: float
    theirs_ms: float
    ours_ms: float
    ratio: float
    """Median over the cases of their time divided by ours."""


def compare(cases: int = 5, seed: int = 1) -> Peer:
    """Solve ``cases`` sets of findings both ways; raises ImportError where pyAgrum is not installed."""
    import pyagrum as gum

    chance = np.random.default_rng(seed)
    model, odds = small_model(chance)
    net = _net(gum, model, odds)
    expansion, prior = Expansion(model), SetPrior(np.log(odds))
    difference, theirs, ours = 0.0, [], []
    for _ in range(cases):
        chosen = chance.choice(FINDINGS, OBSERVED, replace=False)
        states = chance.random(OBSERVED) < 0.4
        items = [Item(f"f{j}", bool(state), 1.0) for j, state in zip(chosen, states, strict=True)]
        infer(expansion, prior, items)  # works the findings out, as loading a junction tree does for them
        spent = []
        for _ in range(21):
            start = time.perf_counter()
            posterior = infer(expansion, prior, items)
            spent.append(time.perf_counter() - start)
        start = time.perf_counter()
        engine = gum.LazyPropagation(net)
        engine.setEvidence({"n19": [0, 1, 1, 1, 0]} | {item.concept: int(item.present) for item in items})
        engine.makeInference()
        marginal = [engine.posterior(f"c{c}").tolist()[1] for c in range(CAUSES)]
        theirs.append(time.perf_counter() - start)
        ours.append(statistics.median(spent))
        difference = max(difference, float(np.abs(posterior.marginal - marginal).max()))
    ratio = statistics.median(t / o for t, o in zip(theirs, ours, strict=True))
    return Peer(
        gum.__version__, cases, difference, 1e3 * statistics.median(theirs), 1e3 * statistics.median(ours), ratio
    )


def small_model(chance: np.random.Generator) -> tuple[Model, Floats]:
    """The network as our kernel takes it, and the prior odds of each cause."""
    background = chance.choice([0.01, 0.05, 0.1, 0.2], FINDINGS)
    p = np.repeat(background[None], CAUSES, axis=0)
    listed = np.zeros((CAUSES, FINDINGS), dtype=bool)
    for j in range(FINDINGS):
        parents = chance.choice(CAUSES, PARENTS, replace=False)
        p[parents, j] = np.maximum(background[j], chance.uniform(0.1, 0.95, PARENTS))
        listed[parents, j] = True
    names, concepts = tuple(f"c{c}" for c in range(CAUSES)), tuple(f"f{j}" for j in range(FINDINGS))
    model = Model(names, concepts, p, listed, np.full(p.shape, 10.0), background, {}, {}, {})
    return model, np.asarray(chance.dirichlet(np.ones(CAUSES)) * 0.5)


def _net(gum, model: Model, odds: Floats):  # type: ignore[no-untyped-def]  # the library has no types
    """The network as pyAgrum takes it; n<k> counts the causes among c0 to ck, four standing for more than three."""
    net = gum.BayesNet("twenty causes")
    for c in range(CAUSES):
        net.add(gum.LabelizedVariable(f"c{c}", "", 2))
        chance = odds[c] / (1 + odds[c])
        net.cpt(f"c{c}").fillWith([1 - chance, chance])
    full = MOST_CAUSES + 2
    for c in range(CAUSES):
        net.add(gum.LabelizedVariable(f"n{c}", "", full))
        net.addArc(f"c{c}", f"n{c}")
        if c:
            net.addArc(f"n{c - 1}", f"n{c}")
        for acts in (0, 1):
            for before in range(full) if c else (0,):
                row = [0.0] * full
                row[min(before + acts, full - 1)] = 1.0
                net.cpt(f"n{c}")[{f"c{c}": acts} | ({f"n{c - 1}": before} if c else {})] = row
    for j, name in enumerate(model.concepts):
        net.addNoisyORCompound(gum.LabelizedVariable(name, "", 2), float(model.background[j]))
        for c in np.flatnonzero(model.listed[:, j]):
            net.addWeightedArc(f"c{c}", name, float(model.p[c, j]))
    return net


if __name__ == "__main__":
    print(compare())
