"""Says whether a quantity has been achieved or is planned."""

from __future__ import annotations

import re
from bisect import bisect_right

from fazhi_nlp.entities.base import Source
from fazhi_nlp.entities.quantity_grammar import Quantity

_PLANNED = re.compile(
    r"力争|争取(?!到)|(?<![工年行动作学习训总实立审检清执法出度定查])计划(?![生外性》”])|(?<![草模虚])拟(?=[于把再新在对建组开将])|明年|来年|下一年|下一?步|下阶段"
    r"|将(?=[于再新达]|增至|完成|组织|增设|继续)|(?:还|仍|前|此,)将|须达|应达|底前再"
)
_DONE = re.compile(r"已[^,;。]{0,6}$|目前|现已|实际")
_YEAR = re.compile(r"(?<![\d\-至])(20\d\d)年(?!\d{1,2}月\d{1,2}日起)")
_TITLE = re.compile(r"《[^《》]*(?:》|$)|“[^“”]*”")
_RIGHT_AFTER = re.compile(r"计划|拟|将(?=[于再新达])")
_SENTENCE_ENDS = "。;!?\n"
_WINDOW = 90
"""How far back, in characters, words of intention reach within a sentence."""


class StatusReader:
    """Reads the label of quantities of one text: TARGET in plans and under words of intention, else ACHIEVEMENT."""

    def __init__(self, source: Source) -> None:
        self._text = source.folded
        self._year = source.year
        self._paragraphs = source.paragraphs
        self._starts = [p.start for p in source.paragraphs]

    def label(self, quantity: Quantity) -> str:
        """ACHIEVEMENT or TARGET."""
        at = bisect_right(self._starts, quantity.start) - 1
        section = self._paragraphs[at].section if at >= 0 else ""
        return "TARGET" if section == "plan" or self._intended(quantity) else "ACHIEVEMENT"

    def _intended(self, quantity: Quantity) -> bool:
        window = self._text[max(0, quantity.start - _WINDOW) : quantity.start]
        sentence = _TITLE.sub("", window[max(map(window.rfind, _SENTENCE_ENDS)) + 1 :])
        if _RIGHT_AFTER.match(self._text, quantity.end):
            return True
        if self._year is not None and any(int(y) > self._year for y in _YEAR.findall(sentence)):
            return True
        cues = list(_PLANNED.finditer(sentence))
        return bool(cues) and _DONE.search(sentence, cues[-1].end()) is None
