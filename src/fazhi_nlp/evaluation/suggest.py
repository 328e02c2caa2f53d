"""Pre-annotation of raw reports for correction by hand, those first of which the model is least sure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from fazhi_nlp.core.errors import Errors, InputError
from fazhi_nlp.gold.convert import from_report
from fazhi_nlp.gold.markup import write_gold
from fazhi_nlp.report.models import ParagraphRecord, Report

ORDER_FILE = "order.tsv"


@dataclass(slots=True, frozen=True)
class Suggestion:
    """A pre-annotated report. ``doubt``: 0 (sure of everything) to 1; ``paragraph``: start of the paragraph of which the model is least sure,
    ``section_score`` how sure it is."""

    name: str
    source: str
    doubt: float
    paragraph: int
    section_score: float


def doubt(report: Report) -> float:
    """How unsure the model is: one minus the mean score of all section types and entities (least-confidence sampling, Lewis and Gale 1994)."""
    scores = [*(p.section_score for p in report.paragraphs), *(e.score for e in report.entities)]
    return 1 - sum(scores) / len(scores)


def write_suggestions(reports: Sequence[Report], folder: str | Path) -> list[Suggestion]:
    """Write each report as gold markup into a folder, and ``order.tsv`` with the most doubtful first.

    Reports must carry their text. A name that occurs twice gets a number. Raises InputError (E810) for a report without text.
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    names: set[str] = set()
    out = []
    for report in reports:
        if report.text is None:
            raise InputError(Errors.E810.format(reason=f"the report {report.source} does not hold its text: analyse with --with-text"))
        stem = Path(report.source or "report").stem
        name = next(n for n in (stem, *(f"{stem}-{k}" for k in range(2, len(names) + 3))) if n not in names)
        names.add(name)
        write_gold(from_report(report, report.text, name=name), folder / f"{name}.txt")
        worst = min(report.paragraphs, key=_section_score)
        out.append(Suggestion(name, report.source or "", round(doubt(report), 4), worst.start, worst.section_score))
    out.sort(key=_most_doubtful)
    rows = [f"{s.name}.txt\t{s.doubt}\t{s.paragraph}\t{s.section_score}\t{s.source}\n" for s in out]
    (folder / ORDER_FILE).write_text("file\tdoubt\tleast_sure_paragraph\tsection_score\tsource\n" + "".join(rows), encoding="utf-8", newline="\n")
    return out


def _section_score(paragraph: ParagraphRecord) -> float:
    return paragraph.section_score


def _most_doubtful(suggestion: Suggestion) -> tuple[float, str]:
    return (-suggestion.doubt, suggestion.name)
