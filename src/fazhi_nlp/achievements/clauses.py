"""Cuts a text around its quantities: the words that may name or govern each."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

SENTENCE_ENDS = "。;!?\n"
CLAUSE_ENDS = ",:" + SENTENCE_ENDS
_SENTENCE_END = re.compile(f"[{SENTENCE_ENDS}]")
_CLAUSE_END = re.compile(f"[{CLAUSE_ENDS}]")
_JOINT = re.compile(r"(?:[、和与并以且共计 ]|及(?!时))*")
_AFTER_FILLER = re.compile(r"(?:之?前|期间|以来|底前?|度(?!假)|末|初(?!次)|当天|起(?![草诉获])|内(?![部设]))(?![\u4e00-\u9fff]?法)")
_JOINTS = ("、", "和", "及")
_BRACKET = re.compile(r"(?:(?<![村镇乡])|(?!\((?:社区|街道|居|场)\)))\([^()]{0,40}\)")
"""What stands in brackets, but not that of 村(社区)."""
_REACH = 90
"""How far, in characters, the words to the left and right of a quantity are looked at."""


@dataclass(slots=True, frozen=True)
class Phrase:
    """The surroundings of a quantity in a folded text."""

    left: str
    """Words before it, back to the end of the clause before or of the quantity before."""
    right: str
    """Words after it, up to the end of its clause or the next quantity."""
    clause_right: str
    """Words after it up to the end of its clause, other quantities included."""
    continues: bool
    """Whether another quantity stands before it in the same clause."""
    sentence: int
    """Offset at which its sentence begins."""


class Cutter:
    """Cuts the surroundings of quantities of one folded text.

    spans: the quantities, in order. fillers: spans (dates) that separate words without ending the clause. Linear time.
    """

    def __init__(self, text: str, spans: Sequence[tuple[int, int]], fillers: Iterable[tuple[int, int]] = ()) -> None:
        self._text = text
        self._spans = spans
        self._sentence_ends = [m.start() for m in _SENTENCE_END.finditer(text)]
        self._clause_ends = [m.start() for m in _CLAUSE_END.finditer(text)]
        self._filler_ends = sorted(end for _, end in fillers)

    def phrase(self, index: int) -> Phrase:
        """The surroundings of quantity number ``index``."""
        text, (start, end) = self._text, self._spans[index]
        clause = self._after(self._clause_ends, start)
        clause_end = self._before(self._clause_ends, end)
        sentence = self._after(self._sentence_ends, start)
        previous_end = self._spans[index - 1][1] if index else 0
        continues = previous_end > clause
        begin = max(clause, previous_end, start - _REACH)
        filler = bisect_right(self._filler_ends, start) - 1
        if filler >= 0 and self._filler_ends[filler] > begin:
            begin = self._filler_ends[filler]
            rest = _AFTER_FILLER.match(text, begin, start)
            begin = rest.end() if rest else begin
        left = _BRACKET.sub("", text[begin:start]).strip()
        left = left[_open_mark_end(left) :]
        if continues:
            left = "" if left.endswith(_JOINTS) else left[_joint_end(left) :]
        stop = min(clause_end, end + _REACH)
        following = self._spans[index + 1][0] if index + 1 < len(self._spans) else len(text)
        right = _BRACKET.sub("", text[end : min(stop, following)])
        return Phrase(left, right, text[end:stop], continues, sentence)

    def clause_before(self, index: int) -> str:
        """The clause before that of quantity number ``index``, if it is of the same sentence and holds no quantity; else ""."""
        start = self._spans[index][0]
        clause = self._after(self._clause_ends, start)
        if clause <= max(self._after(self._sentence_ends, start), self._spans[index - 1][1] if index else 0):
            return ""
        begin = max(self._after(self._clause_ends, clause - 1), clause - _REACH)
        return "" if index and self._spans[index - 1][1] > begin else self._text[begin : clause - 1]

    @staticmethod
    def _after(ends: list[int], position: int) -> int:
        at = bisect_left(ends, position) - 1
        return ends[at] + 1 if at >= 0 else 0

    def _before(self, ends: list[int], position: int) -> int:
        at = bisect_left(ends, position)
        return ends[at] if at < len(ends) else len(self._text)


def _open_mark_end(words: str) -> int:
    """Where a title that began before the words ends in them."""
    end = words.find("》")
    return end + 1 if end >= 0 and "《" not in words[:end] else 0


def _joint_end(words: str) -> int:
    found = _JOINT.match(words)
    return found.end() if found else 0
