"""Titles between 《 and 》, also nested and damaged. One pass over the brackets of a line, so linear in its length."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

MAX_TITLE = 150
"""Longest title in characters; what is longer is taken for a 《 without its 》."""
_LINE_END = re.compile(r"[\r\n]|\Z")
_MARK = re.compile(r"[《》〈〉<>]")
_HEAD = re.compile(r"[^《》,。;、]{0,40}(?:关于|印发|转发|贯彻|落实|实施)[^《》,。;、]{0,12}(?=《)")
_LEFT = {"《": "》", "〈": "〉", "<": ">"}
_BREAK = re.compile(r"[,。;!?《》]|\Z")


@dataclass(slots=True, frozen=True)
class Bracketed:
    """A title with its marks. start, end: the whole, marks included; inner_start, inner_end: the title alone.

    closed: whether its 》 (or a > in its place) is there.
    """

    start: int
    end: int
    inner_start: int
    inner_end: int
    closed: bool = True


def read_brackets(folded: str) -> Iterator[Bracketed]:
    """All outermost titles of a folded text, in order.

    《…《…》…》 and 《…〈…〉…》 are one title, 《关于…《…的通知》 with its one 》 too; ``>`` stands for a lost 》 where no 》 follows; an
    empty 《》 is none. Where a 》 is missing, the title ends before the next punctuation mark (``closed`` is false), and titles further
    on in the line are titles of their own. Nothing crosses a line end.
    """
    at = folded.find("《")
    while at >= 0:
        # what stands before the first 《 of a line opens nothing
        line_end = _LINE_END.search(folded, at)
        end = line_end.start() if line_end else len(folded)
        yield from _read_line(folded, at, end)
        at = folded.find("《", end)


def _read_line(folded: str, start: int, end: int) -> Iterator[Bracketed]:
    pairs, unclosed = _match(folded, start, end)
    outer = dict(_outermost(pairs))
    for position in reversed(unclosed):
        # 《关于印发《…的通知》: the one 》 closes both
        opening = _HEAD.match(folded, position + 1, min(end, position + MAX_TITLE))
        if opening and opening.end() in outer:
            outer[position] = outer.pop(opening.end())
    found = [Bracketed(a, b + 1, a + 1, b) for a, b in outer.items()]
    for position in unclosed:
        if position in outer:
            continue
        stop = _BREAK.search(folded, position + 1, end)
        last = stop.start() if stop else end
        if last - position <= MAX_TITLE:
            found.append(Bracketed(position, last, position + 1, last, closed=False))
    found.sort(key=_start)
    for item in found:
        if folded[item.inner_start : item.inner_end].strip():
            yield item


def _match(folded: str, start: int, end: int) -> tuple[list[tuple[int, int]], list[int]]:
    """Pairs 《 … 》 of a line by a stack, and the 《 that stay open."""
    marks = [m.start() for m in _MARK.finditer(folded, start, end)]
    pairs: list[tuple[int, int]] = []
    stack: list[int] = []
    books = 0
    for number, position in enumerate(marks):
        mark = folded[position]
        following = folded[marks[number + 1]] if number + 1 < len(marks) else ""
        if mark in _LEFT:
            if mark == "《" or books:
                stack.append(position)
                books += mark == "《"
        elif not books:
            continue
        elif mark == "》":
            # an inner 〈 closed by 》: only if another 》 is left for the outer 《
            if folded[stack[-1]] != "《" and following == "》":
                stack.pop()
                continue
            while folded[stack[-1]] != "《":
                stack.pop()
            books -= 1
            pairs.append((stack.pop(), position))
        elif folded[stack[-1]] != "《":
            stack.pop()
        elif following != "》":
            books -= 1
            pairs.append((stack.pop(), position))
    return pairs, [p for p in stack if folded[p] == "《"]


def _outermost(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    kept: list[tuple[int, int]] = []
    last = -1
    for a, b in sorted(pairs):
        if a > last and b - a <= MAX_TITLE:
            kept.append((a, b))
            last = b
    return kept


def _start(item: Bracketed) -> int:
    return item.start
