"""An HTML page of an evaluation: figures with intervals, the confusion of section types, every error in its sentence. Self-contained, all text escaped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jinja2 import Environment, PackageLoader, StrictUndefined

from fazhi_nlp.core.docs import SECTION_LABELS
from fazhi_nlp.evaluation.counts import Miss, ReportCounts
from fazhi_nlp.evaluation.figures import Figure, confusion
from fazhi_nlp.gold.markup import GoldReport

CONTEXT = 40
"""Characters shown before and after an error."""


@dataclass(slots=True, frozen=True)
class _Shown:
    report: str
    before: str
    text: str
    after: str
    gold: str
    found: str


def render_page(golds: Sequence[GoldReport], counts: Sequence[ReportCounts], figures: Sequence[Figure], *, title: str) -> str:
    """The page as a string (UTF-8 HTML).

    golds and counts: the same reports in the same order. title: what was evaluated, on what.
    """
    groups: dict[str, list[_Shown]] = {}
    for gold, counted in zip(golds, counts, strict=True):
        for error in counted.errors:
            groups.setdefault(_group(error), []).append(_shown(gold, error))
    table = confusion(counts)
    environment = Environment(loader=PackageLoader("fazhi_nlp.evaluation"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    answers = [label for label in (*SECTION_LABELS, "(none)") if any(label in row for row in table.values())]
    return environment.get_template("evaluation.html").render(
        title=title, figures=figures, count=len(counts), table=table, wanted=[s for s in SECTION_LABELS if s in table], answers=answers,
        groups=sorted(groups.items(), key=_by_number),
    )  # fmt: skip


def _by_number(item: tuple[str, list[_Shown]]) -> tuple[int, str]:
    return (-len(item[1]), item[0])


def _group(error: Miss) -> str:
    if error.kind == "attribute":
        return f"attribute {(error.gold or '').partition('=')[0]}"
    if error.kind == "section":
        return f"section {error.gold} taken for {error.found}"
    return f"{error.kind} {error.gold or error.found}" if error.kind != "heading" else f"heading {'missed' if error.gold else 'extra'}"


def _shown(gold: GoldReport, error: Miss) -> _Shown:
    text = gold.text
    first, last = max(0, error.start - CONTEXT), min(len(text), error.end + CONTEXT)
    return _Shown(gold.name, text[first : error.start], text[error.start : error.end], text[error.end : last], error.gold or "–", error.found or "–")
