"""How far two annotators agree on the same texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fazhi_nlp.core.errors import Errors, InputError
from fazhi_nlp.evaluation.counts import ReportCounts, count_report
from fazhi_nlp.evaluation.figures import Figure, confusion, figures
from fazhi_nlp.gold.convert import to_report
from fazhi_nlp.gold.markup import GoldReport


@dataclass(slots=True, frozen=True)
class Agreement:
    """Cohen's kappa of section types, and the figures of the second annotator against the first (F1 is the same either way round).

    kappa is None where both used one and the same type throughout, so that chance alone explains all.
    """

    kappa: float | None
    figures: list[Figure]
    counts: list[ReportCounts]


def agreement(first: Sequence[GoldReport], second: Sequence[GoldReport]) -> Agreement:
    """Compare two annotations of the same reports, matched by name.

    Raises InputError: E808 a report that only one of them has, or whose text differs.
    """
    others = {report.name: report for report in second}
    names = {report.name for report in first}
    if names != set(others):
        raise InputError(Errors.E808.format(reason=f"only one of them has {sorted(names ^ set(others))}"))
    counts = []
    for one in first:
        other = others[one.name]
        if one.text != other.text:
            at = next((k for k, (a, b) in enumerate(zip(one.text, other.text, strict=False)) if a != b), min(len(one.text), len(other.text)))
            raise InputError(Errors.E808.format(reason=f"the texts of {one.name} differ at character {at}"))
        counts.append(count_report(one, to_report(other)))
    return Agreement(cohen_kappa(confusion(counts)), figures(counts), counts)


def cohen_kappa(table: dict[str, dict[str, int]]) -> float | None:
    """Cohen's kappa of a table of counts by first and second annotator's label. None if chance agreement is 1 or there are no counts.

    J. Cohen, A coefficient of agreement for nominal scales, 1960: (observed − chance) / (1 − chance).
    """
    total = sum(sum(row.values()) for row in table.values())
    if not total:
        return None
    labels = {*table, *(label for row in table.values() for label in row)}
    observed = sum(table.get(label, {}).get(label, 0) for label in labels) / total
    chance = sum(sum(table.get(label, {}).values()) * sum(row.get(label, 0) for row in table.values()) for label in labels) / total**2
    return None if chance == 1 else (observed - chance) / (1 - chance)
