"""Running a pipeline over gold reports and counting."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.language import Language

from fazhi_nlp.evaluation.counts import ReportCounts, count_reports
from fazhi_nlp.gold.markup import GoldReport
from fazhi_nlp.pipeline import analyze_many


def evaluate(golds: Sequence[GoldReport], *, nlp: Language | None = None) -> list[ReportCounts]:
    """Analyse the texts of gold reports and compare.

    golds: reports that the model was not trained on, if the figures are to mean anything. nlp: a pipeline (default: ``fazhi_nlp.load()``). Returns
    counts and errors of each
    report, in order; `fazhi_nlp.evaluation.figures.figures` makes figures of them. Raises InputError for a text that no pipeline can take.
    """
    reports = analyze_many([(gold.text, gold.name) for gold in golds], nlp=nlp)
    return count_reports(zip(golds, reports, strict=True))
