"""How often the right disease comes out, on published cases, each ranked without what its own paper taught us."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

import numpy as np

from myotome.diagnosis.genetic.evaluation import CaseResult, GeneticEvaluation
from myotome.diagnosis.genetic.knowledge import Knowledge
from myotome.diagnosis.genetic.phenotype import Phenotype, read_phenotype
from myotome.diagnosis.genetic.rank import posteriors, score_all, unknown_score
from myotome.words.case import Sex
from myotome.words.errors import MyotomeError, NothingMeasurable, UnusableInput

NEEDED = ("case_id", "pmid", "disease_id", "present", "excluded")


def evaluate_phenopackets(
    rows: Iterable[Mapping[str, str]],
    knowledge: Knowledge,
    leave_publication_out: bool = True,
    *,
    keep_pooled: bool = False,
    clock: Callable[[], float] | None = None,
) -> GeneticEvaluation:
    """Rank every case and compare with its truth.

    ``rows`` are those of a table with the columns of ``phenopackets_dev.tsv`` (NEEDED, and where known ``gene``, ``sex``,
    ``onset``). ``leave_publication_out`` drops, for each case, every annotation row of any disease that cites the case's
    paper. ``keep_pooled`` leaves the rows that cite it along with others: not free of leakage, only to compare with figures
    that were got that way. Ties count against us. A case that cannot be ranked becomes a failure and counts as not found.
    ``clock`` (``time.perf_counter``) times the ranking of each case; without it no time is reported.
    Raises UnusableInput when a column is missing, NothingMeasurable when there are no rows.
    """
    table = list(rows)
    if not table:
        raise NothingMeasurable("the table holds no cases", value=0)
    missing = [name for name in NEEDED if name not in table[0]]
    if missing:
        raise UnusableInput("the table lacks a column", value=missing, cure=f"Needed: {', '.join(NEEDED)}.")
    by_paper: dict[str, list[int]] = {}
    for number, row in enumerate(table):
        by_paper.setdefault(row["pmid"], []).append(number)
    results: dict[int, CaseResult] = {}
    failures: list[tuple[str, str]] = []
    for pmid, numbers in by_paper.items():
        known = knowledge.without_publication(pmid, keep_pooled=keep_pooled) if leave_publication_out else knowledge
        for number in numbers:
            try:
                results[number] = _judge(table[number], known, clock)
            except MyotomeError as error:
                failures.append((table[number]["case_id"], error.sentence()))
    protocol = "nothing left out"
    if leave_publication_out:
        protocol = (
            "rows citing only the case's paper left out"
            if keep_pooled
            else "every row citing the case's paper left out"
        )
    return GeneticEvaluation(
        cases=tuple(results[number] for number in sorted(results)),
        failures=tuple(failures),
        protocol=protocol,
        diseases=len(knowledge.entries),
        knowledge_version=knowledge.version,
    )


def read_case_row(row: Mapping[str, str], knowledge: Knowledge) -> Phenotype:
    """The person of one row: HPO ids joined by ``|``, sex, onset as an ISO 8601 duration (``P5Y6M``) or an HPO label."""
    sex = {"MALE": Sex.MALE, "FEMALE": Sex.FEMALE}.get(row.get("sex", "").upper(), Sex.UNKNOWN)
    return read_phenotype(
        knowledge.ontology,
        knowledge.stages,
        row["present"].split("|"),
        row["excluded"].split("|"),
        sex=sex,
        onset=read_onset(row.get("onset", "")),
    )


def read_onset(text: str) -> float | str | None:
    """Years of an ISO 8601 duration, None for an empty cell, any other text as it stands."""
    text = text.strip()
    found = _DURATION.fullmatch(text)
    if not text or found is None:
        return text or None
    return sum(float(part or 0) * years for part, years in zip(found.groups(), _YEARS, strict=True))


_DURATION = re.compile(r"P(?:([\d.]+)Y)?(?:([\d.]+)M)?(?:([\d.]+)W)?(?:([\d.]+)D)?(?:T[\dHMS.]*)?")
_YEARS = (1.0, 1 / 12, 7 / 365.25, 1 / 365.25)


def _judge(row: Mapping[str, str], known: Knowledge, clock: Callable[[], float] | None) -> CaseResult:
    truth = known.entry_number(row["disease_id"])
    phenotype = read_case_row(row, known)
    started = clock() if clock else None
    scores = score_all(phenotype, known)
    posterior, not_in_knowledge = posteriors(scores, unknown_score(phenotype, known))
    seconds = clock() - started if clock and started is not None else None
    omim = known.is_omim
    described = int(known.own_omim_terms(row["disease_id"]))
    genes, classes = known.gene_shares(posterior), known.class_shares(scores)
    return CaseResult(
        case_id=row["case_id"],
        pmid=row["pmid"],
        disease_id=row["disease_id"],
        gene=row.get("gene", ""),
        terms_left=described,
        rank=_worst_place(scores, truth),
        rank_among_omim=_worst_place(np.where(omim, scores, -np.inf), truth),
        rank_of_gene=_place_of_gene(row.get("gene", ""), known, genes),
        rank_of_class=_worst_place(classes, int(known.class_of[truth])),
        disease_class=known.classes[known.class_of[truth]].slug,
        posterior=float(posterior[truth]),
        first_posterior=float(posterior.max()),
        first_id=known.entries[int(scores.argmax())].id,
        first_class_posterior=float(classes.max()),
        not_in_knowledge=not_in_knowledge,
        seconds=seconds,
        notices=phenotype.notices,
    )


def _worst_place(values: np.ndarray, truth: int) -> int:
    """Place of the truth, 1 = first: behind all that it does not clearly beat, so a tie or a broken score costs us."""
    return len(values) - int(np.count_nonzero(values < values[truth]))


def _place_of_gene(gene: str, known: Knowledge, shares: np.ndarray) -> int | None:
    names = known.gene_pairs.names
    return _worst_place(shares, names.index(gene)) if gene in names else None
