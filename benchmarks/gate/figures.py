"""Figures as counts, and when one has fallen.

Every figure here is ``2 · right / (found + gold)``: the F1 of a label, and the share of right answers where each item gets one answer. So three counts
tell a figure, and what happened to it.

A figure has fallen when it is lower by more than `SHARE`, or by more than `ITEMS` of its own gold items where that is more. Why by counts:

- The same weights do not give the same figures everywhere: int8 kernels round differently from one processor to the next, and a proposal that lies on
  the border falls to one side or the other. An item with another edge counts twice, as one too many and one too few, and costs 1/gold. Two such items
  must not stop anybody's change, so `ITEMS` is 2.
- Most labels have few items on the test split: of 74, one is 1.4 points. An allowance of so many points for each label would trip over one item there,
  and let a dozen go by of a label with 1,100. From 667 items on, two are less than `SHARE`, which is then what counts.
- A loss that is spread thinly over the labels stays below what each of them is allowed. The pooled figures show it: `SHARE` of all entities is nine.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from fazhi_nlp.core.docs import ENTITY_LABELS, SECTION_LABELS
from fazhi_nlp.evaluation.counts import ReportCounts

SHARE = 0.003
"""A fall of so much is allowed."""
ITEMS = 2
"""So is what so many items with wrong edges cost."""
ATTRIBUTES = ("value+comparator+unit", "indicator overlap", "action")
"""Of the quantities; right where the span is right too."""
_ROUNDING = 1e-9

Verdict = Literal["fell", "lower", "same", "higher"]


@dataclass(slots=True, frozen=True)
class Score:
    """Counts of a figure: items that are right, that the pipeline found, that the gold annotation has."""

    right: int
    found: int
    gold: int

    @property
    def value(self) -> float:
        """The figure, 0 to 1; 1 where there is nothing to find and nothing was found."""
        return 2 * self.right / (self.found + self.gold) if self.found + self.gold else 1.0

    @property
    def extra(self) -> int:
        """Items found that are not right."""
        return self.found - self.right


@dataclass(slots=True, frozen=True)
class Change:
    """A figure before and now. name: as in `scores`."""

    name: str
    before: Score
    now: Score

    @property
    def difference(self) -> float:
        """Now less before."""
        return self.now.value - self.before.value

    @property
    def allowed(self) -> float:
        """The fall that is allowed."""
        return max(SHARE, ITEMS / max(1, self.now.gold))

    @property
    def verdict(self) -> Verdict:
        """``fell``: by more than is allowed; ``lower``: by less."""
        if abs(self.difference) < _ROUNDING:
            return "same"
        if self.difference > 0:
            return "higher"
        return "fell" if self.difference < -self.allowed - _ROUNDING else "lower"


def scores(reports: Sequence[ReportCounts]) -> dict[str, Score]:
    """The figures that are compared, by ``group/name`` as `fazhi_nlp.evaluation.figures` calls them."""
    total: Counter[str] = Counter()
    for report in reports:
        total.update(report.counts)
    sections = {tuple(key.split("/")[1:]): number for key, number in total.items() if key.startswith("section/")}
    lines = sum(sections.values())
    out = {"sections/all": Score(sum(number for (gold, found), number in sections.items() if gold == found), lines, lines)}
    for label in SECTION_LABELS:
        found = sum(number for pair, number in sections.items() if pair[1] == label)
        out[f"sections/{label}"] = Score(sections.get((label, label), 0), found, sum(number for pair, number in sections.items() if pair[0] == label))
    out["headings/all"] = _score(total, ["heading"])
    out["topics/micro"] = _score(total, ["topics"])
    out["entities/all"] = _score(total, [f"entity/{label}" for label in ENTITY_LABELS])
    out |= {f"entities/{label}": _score(total, [f"entity/{label}"]) for label in ENTITY_LABELS}
    out |= {f"achievements/{name}": Score(total[f"quantity/{name}"], total["quantity/found"], total["quantity/gold"]) for name in ATTRIBUTES}
    return out


def _score(total: Counter[str], keys: Sequence[str]) -> Score:
    right, extra, missed = (sum(total[f"{key}/{kind}"] for key in keys) for kind in ("tp", "fp", "fn"))
    return Score(right, right + extra, right + missed)


def changes(before: Mapping[str, Score], now: Mapping[str, Score]) -> list[Change]:
    """What became of each figure that both have, in the order of now."""
    return [Change(name, before[name], score) for name, score in now.items() if name in before]
