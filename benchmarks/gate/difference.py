"""Two samples beside each other: what was gained, what was lost, what is said otherwise of the same place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from benchmarks.gate.sample import SECTION, WHOLE, Extraction, Key, reports_of

from fazhi_nlp.core.docs import QUANTITY_LABELS

Mark = Literal["right", "wrong", ""]


@dataclass(slots=True)
class Difference:
    """Extractions of now that were not there before, and the other way round.

    otherwise: pairs (before, now) of the same place and label with other words or details. sources: how many differ only in who proposed them.
    entered, left: reports that only now, or no longer, belong to the sample; their extractions are not listed.
    """

    gained: list[Extraction] = field(default_factory=list)
    lost: list[Extraction] = field(default_factory=list)
    otherwise: list[tuple[Extraction, Extraction]] = field(default_factory=list)
    sources: int = 0
    entered: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.gained or self.lost or self.otherwise or self.sources or self.entered or self.left)


def differences(before: Sequence[Extraction], now: Sequence[Extraction]) -> Difference:
    """Compare two samples. An extraction is the same if report, place and label are."""
    names, others = reports_of(now), reports_of(before)
    shared = set(names) & set(others)
    old, new = ({row.key: row for row in rows if row.report in shared} for rows in (before, now))
    both = [(old[key], row) for key, row in new.items() if key in old]
    otherwise = [(was, row) for was, row in both if (was.text, was.details) != (row.text, row.details)]
    return Difference(
        gained=[row for key, row in new.items() if key not in old],
        lost=[row for key, row in old.items() if key not in new],
        otherwise=otherwise,
        sources=sum(was.source != row.source for was, row in both if (was.text, was.details) == (row.text, row.details)),
        entered=[name for name in names if name not in shared],
        left=[name for name in others if name not in shared],
    )


def by_label(rows: Iterable[Extraction]) -> dict[str, list[Extraction]]:
    """Extractions by label, those with most first."""
    out: dict[str, list[Extraction]] = {}
    for row in rows:
        out.setdefault(row.label, []).append(row)
    return dict(sorted(out.items(), key=_most))


def _most(item: tuple[str, list[Extraction]]) -> int:
    return -len(item[1])


def mark(row: Extraction, gold: Mapping[Key, Extraction], annotated: Iterable[str]) -> Mark:
    """Whether the gold annotation has it; "" where none tells.

    gold: extractions of the gold annotation by key. annotated: names of the reports that have one. Of lines and quantities the details must be right too;
    ids, and what is said of the whole report, are not annotated.
    """
    if row.report not in annotated or row.label.startswith(WHOLE):
        return ""
    wanted = gold.get(row.key)
    if wanted is None:
        return "wrong"
    return "right" if row.label not in (SECTION, *QUANTITY_LABELS) or row.details == wanted.details else "wrong"


def in_context(row: Extraction, text: str, *, around: int) -> str | None:
    """The line in which an extraction stands, with 【】 about it and at most so many characters on either side; None if it does not stand in this text.

    text: of the report as it is read now; of what was lost it may have been another.
    """
    if row.end == 0 or not text[row.start : row.end].startswith(row.text):
        return None
    end = row.start + len(row.text)
    first = max(text.rfind(mark, 0, row.start) for mark in "\r\n") + 1
    last = min((at for at in (text.find(mark, end) for mark in "\r\n") if at >= 0), default=len(text))
    before, after = text[first : row.start].lstrip(), text[end:last].rstrip()
    head = f"…{before[-around:]}" if len(before) > around else before
    tail = f"{after[:around]}…" if len(after) > around else after
    return f"{head}【{row.text}】{tail}"
