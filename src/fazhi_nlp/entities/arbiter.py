"""Makes one flat list of entities of what the finders propose, and tells which proposals a text's structure allows."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from fazhi_nlp.core.docs import QUANTITY_LABELS
from fazhi_nlp.entities.base import Candidate, ParagraphView

_BOOK = re.compile(r"《[^《》\n]{1,120}(?:《[^《》\n]{1,80}》[^《》\n]{0,80}){0,4}》")
_TITLES = ("LAW", "DOC")


def settle(candidates: Iterable[Candidate], folded: str, paragraphs: list[ParagraphView]) -> list[Candidate]:
    """Choose the entities of a text: no overlaps, in order of position.

    candidates, folded, paragraphs: as in `allowed`, which says what can be an entity at all. Of two that overlap the higher priority wins, then the
    longer, then the higher score, then the earlier; equal spans of two sources are merged (``source`` becomes ``model+rule``).
    """
    kept = allowed(merge_equal(candidates), folded, paragraphs)
    kept.sort(key=_rank)
    chosen: list[Candidate] = []
    taken = bytearray(len(folded))
    for c in kept:
        # a free span has both ends free, and no chosen span can hide strictly inside it unless it is shorter and of higher priority
        if taken.find(1, c.start, c.end) < 0:
            taken[c.start : c.end] = b"\x01" * (c.end - c.start)
            chosen.append(c)
    return sorted(chosen, key=_position)


def allowed(candidates: Iterable[Candidate], folded: str, paragraphs: list[ParagraphView]) -> list[Candidate]:
    """The candidates that may be entities of a text.

    candidates: in any order. folded: the folded text that they point into. paragraphs: in order of position; those of section or role ``noise``
    take no entities, and an entity must lie in one paragraph (without paragraphs nothing is kept). What stands inside 《》 belongs to the title:
    only a LAW or DOC may lie there or reach into it.
    """
    kept = _inside_paragraphs([c for c in candidates if 0 <= c.start < c.end <= len(folded)], paragraphs)
    return _outside_books(kept, folded)


def _rank(c: Candidate) -> tuple[int, int, float, int, bool, str]:
    # of equal spans a date or a name is told apart more surely than a quantity
    return -c.priority, c.start - c.end, -c.score, c.start, c.label in QUANTITY_LABELS, c.label


def _position(c: Candidate) -> tuple[int, int]:
    return c.start, c.end


def merge_equal(candidates: Iterable[Candidate]) -> list[Candidate]:
    """One candidate for each span and label, with the id and attributes of all that propose it; the higher priority comes first."""
    seen: dict[tuple[int, int, str], Candidate] = {}
    for c in candidates:
        key = (c.start, c.end, c.label)
        other = seen.get(key)
        if other is None:
            seen[key] = c
            continue
        first, second = (other, c) if (other.priority, other.id is not None) >= (c.priority, c.id is not None) else (c, other)
        sources = sorted({*first.source.split("+"), *second.source.split("+")})
        seen[key] = Candidate(
            c.start, c.end, c.label, first.id or second.id, first.priority, max(first.score, second.score), "+".join(sources), {**second.attrs, **first.attrs}
        )
    return list(seen.values())


def _inside_paragraphs(candidates: list[Candidate], paragraphs: list[ParagraphView]) -> list[Candidate]:
    starts = [p.start for p in paragraphs]
    kept = []
    for c in candidates:
        at = bisect_right(starts, c.start) - 1
        if at >= 0 and c.end <= paragraphs[at].end and "noise" not in (paragraphs[at].section, paragraphs[at].role):
            kept.append(c)
    return kept


def _outside_books(candidates: list[Candidate], folded: str) -> list[Candidate]:
    books = [m.span() for m in _BOOK.finditer(folded)]
    starts = [b[0] for b in books]

    def cuts(c: Candidate) -> bool:
        begun = bisect_right(starts, c.start) - 1
        last = bisect_left(starts, c.end) - 1
        return (begun >= 0 and books[begun][0] < c.start < books[begun][1]) or (last >= 0 and books[last][1] > c.end)

    return [c for c in candidates if c.label in _TITLES or not cuts(c)]
