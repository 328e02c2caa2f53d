"""Headings of two halves with a colon between, run into their text: （四）普法：院坝连着赶场天。去年以来……

One alone looks like a heading 普法 with its text behind the colon. The sisters (headings of one level under one part) decide: if nearly all of them
have a short clause and more text behind the colon, and the first halves are single words, the clause belongs to the heading.
"""

from __future__ import annotations

import re
from statistics import median

from fazhi_nlp.layout.model import Unit
from fazhi_nlp.layout.numbering import numbering

_HALVES = re.compile(r"[^,。;:!?\d]{1,8}:(?P<second>[^。;:!?\d]{2,16})。(?=[^\s])")
_COLON = re.compile(r"[^,。;:!?]{1,8}:(?=.)")
_ITEM = re.compile("一是|一方面|首先")
ENOUGH, MOST = 2, 0.8
"""Least number of such sisters, and least share of those with a colon near their beginning."""
WORD = 3
"""Length of a first half that is a single word (执法, 普法, 学); the median of the sisters is looked at."""


def two_half_headings(folded: str, units: list[Unit]) -> dict[int, int]:
    """Where the words of such headings begin, to where the headings end (before the full stop). Linear in the number of units."""
    found: dict[int, int] = {}
    groups: dict[int, list[tuple[int, int, int | None]]] = {}
    for unit in units:
        number = numbering(folded, unit.start, unit.end) if unit.role == "text" else None
        if number is None:
            continue
        for level in range(number.level + (number.number > 1), 5):
            _settle(groups.pop(level, []), found)
        if colon := _COLON.match(folded, number.body, unit.end):
            match = _HALVES.match(folded, number.body, unit.end)
            whole = match is not None and not _ITEM.match(match["second"])
            groups.setdefault(number.level, []).append((number.body, len(colon[0]) - 1, match.end() - 1 if match and whole else None))
    for group in groups.values():
        _settle(group, found)
    return found


def _settle(group: list[tuple[int, int, int | None]], found: dict[int, int]) -> None:
    whole = {body: end for body, _, end in group if end is not None}
    if len(whole) >= ENOUGH and len(whole) >= MOST * len(group) and median(length for _, length, _ in group) <= WORD:
        found.update(whole)
