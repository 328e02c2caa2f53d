"""What a pipeline extracts, one line an extraction, in a file that `git diff` shows well.

Columns, parted by tabs: report, start, end, label, text, source, details. Offsets are code points of the report's text. Labels:

- ``report.year`` and the like: what is said of the report as a whole; start and end are 0. ``report.text`` is the text itself, by length and SHA-256.
- ``section``: a line of the report, its first words as text; details as the gold markup has them in front of a line: ``measures|disputes,publicity``.
- ``H1`` to ``H4``: a heading.
- An entity's label; details: its id, if any. Of a quantity its attributes, by the letters of the gold markup: ``v=3000 c=gt u=份 i=宣传册 a=发放``.

Scores are left out: they move with every training and with the processor, and would hide what changed.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path

from fazhi_nlp.core.docs import QUANTITY_LABELS
from fazhi_nlp.report import Report
from fazhi_nlp.report.models import AchievementRecord

SECTION = "section"
WHOLE = "report."
"""Labels of what is said of the whole report begin with this."""
_SAID = ("title", "doc_number", "addressee", "issuer", "issuer_level", "year", "signed_date")
_WORDS = 12
"""Characters of a line that are told."""

Key = tuple[str, int, int, str]


@dataclass(slots=True, frozen=True)
class Extraction:
    """A line of the file; the fields are its columns."""

    report: str
    start: int
    end: int
    label: str
    text: str
    source: str = ""
    details: str = ""

    @property
    def key(self) -> Key:
        """Report, place and label: what two extractions must share to be the same."""
        return (self.report, self.start, self.end, self.label)


def extractions(report: Report, text: str, *, name: str) -> list[Extraction]:
    """What stands in an analysed report, in order of place, a line before the headings in it and those before the entities. text: the analysed text."""
    whole = [Extraction(name, 0, 0, f"{WHOLE}text", f"{len(text)} {report.text_sha256[:16]}")]
    whole += [Extraction(name, 0, 0, WHOLE + key, str(value)) for key in _SAID if (value := getattr(report, key)) is not None]
    return whole + [row for _, _, row in sorted(_placed(report, text, name), key=_place)]


def _placed(report: Report, text: str, name: str) -> Iterator[tuple[int, int, Extraction]]:
    quantities = {(a.start, a.end): a for a in report.achievements}
    for p in report.paragraphs:
        topics = f"|{','.join(sorted(p.topics))}" if p.topics else ""
        yield p.start, 0, Extraction(name, p.start, p.end, SECTION, text[p.start : min(p.end, p.start + _WORDS)], details=p.section + topics)
        for h in p.headings:
            yield h.start, 1, Extraction(name, h.start, h.end, f"H{h.level}", text[h.start : h.end])
    for e in report.entities:
        details = f"id={e.id}" if e.id else ""
        if e.label in QUANTITY_LABELS and (e.start, e.end) in quantities:
            details = _attributes(quantities[e.start, e.end])
        yield e.start, 2, Extraction(name, e.start, e.end, e.label, e.text, e.source, details)


def _place(item: tuple[int, int, Extraction]) -> tuple[int, int]:
    return item[:2]


def _attributes(record: AchievementRecord) -> str:
    value = f"{record.value:.12g}" if record.upper is None else f"{record.value:.12g}..{record.upper:.12g}"
    written = {"v": value, "c": record.comparator, "u": record.unit, "i": record.indicator, "a": record.action}
    return " ".join(f"{letter}={said}" for letter, said in written.items() if said)


def write_sample(rows: Iterable[Extraction], path: Path) -> None:
    """Write the file, with a line of names at its top."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter="\t", lineterminator="\n")
        writer.writerow(field.name for field in fields(Extraction))
        writer.writerows(astuple(row) for row in rows)


def read_sample(path: Path) -> list[Extraction]:
    """Read what `write_sample` wrote; nothing where there is no file."""
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return [Extraction(**{**row, "start": int(row["start"]), "end": int(row["end"])}) for row in csv.DictReader(file, delimiter="\t")]  # type: ignore[arg-type]


def reports_of(rows: Sequence[Extraction]) -> list[str]:
    """Names of the reports, in order."""
    return list(dict.fromkeys(row.report for row in rows))
