"""Cutting of lines that hold several parts: reports whose line breaks are lost, or a part's heading that slid into the line before."""

from __future__ import annotations

import re
from itertools import pairwise

from fazhi_nlp.core.numerals import parse_number
from fazhi_nlp.layout.cues import HeadingTyper
from fazhi_nlp.layout.model import Unit
from fazhi_nlp.layout.numbering import Numbering, numbering

SHORT = 30
"""Lines up to this length hold one part."""
LONG = 300
"""Length, in characters, from which a line with two level-1 numbers in order is taken for a report without line breaks."""
VERY_LONG = 1000
"""The same where the line has only level-2 numbers."""
NAMING = 5
"""Weight from which a heading inside an ordinary line is believed."""

_H1 = re.compile(r"(?<![一二三四五六七八九十、第])([一二三四五六七八九十]{1,3})、(?=[^一二三四五六七八九十、是])")
_H2 = re.compile(r"(?<![第款条项])\([一二三四五六七八九十]{1,3}\)")
_H3 = re.compile(r"(?<=[。;!? ])\d{1,2}(?:\.(?! ?\d)|、)(?=\D)")
_GAP = re.compile(r"(?<=[。:!?;”]) {1,4}(?=[^ ])| {2,}(?=[^ ])")
_TITLE = re.compile(r"(?:法治|依法).{0,40}?(?:报告|总结|汇报)(?!如下|的|工作|情况|[,。])(?: *\((?:20\d\d年度?|草案|摘要)\))?")
_NUMBER = re.compile(r" *[\u4e00-\u9fff]{1,14}[〔\[(【](?:19|20)\d\d[〕\])】]\d{1,4}号")
_ADDRESSEE = re.compile(r" *[\u4e00-\u9fff、,]{1,40}(?:[委府办]|委员会|办公室|人大常委会):")
_BLANK = re.compile(r"(?<=[^\d ]) +(?=[^\d ])")
_PLAN = re.compile(r"[。!](?=(?:[^,。;:]{0,8},)?(?:下一?步|明年|下一年度?|今后一段时期)[,我])")
_PREAMBLE = re.compile(r"如下 ?[:。]")
_SIGNED = re.compile(r"[。!”](?= *[^。!,]{0,60}(?:\d{4}|[〇零一二三四五六七八九]{4})年[^。,]{2,8}日?$)")
_INSIDE = re.compile(r"[。!?:”] ?(?=[一二三四五六七八九十(\d])")
_SIGNED_LINE = re.compile(r"[。!](?= *[\u4e00-\u9fff]{2,30}(?:人民政府|办事处|委员会|局) *(?:\d{4}年\d{1,2}月\d{1,2}日)?$)")
_BREAKS = "。!?;: ”)"


class Cutter:
    """Gives the units of each paragraph in turn; remembers the last numbers, so that a number inside a line is known as the next one."""

    def __init__(self, folded: str, typer: HeadingTyper) -> None:
        self.folded = folded
        self.typer = typer
        self.last = [0, 0, 0, 0, 0]

    def cut(self, start: int, end: int, paragraph: int) -> list[Unit]:
        """The units of a paragraph: mostly one, the whole of it. The pieces leave out nothing but blanks between them."""
        self._count(start, end)
        places = self._places(start, end) if end - start > SHORT else []
        units = []
        for left, right in pairwise([start, *places, end]):
            while left < right and self.folded[left].isspace():
                left += 1
            while right > left and self.folded[right - 1].isspace():
                right -= 1
            if left < right:
                units.append(Unit(left, right, paragraph))
        return units

    def _count(self, start: int, end: int) -> None:
        number = numbering(self.folded, start, end)
        if number:
            self.last[number.level :] = [number.number, *[0] * (4 - number.level)]

    def _places(self, start: int, end: int) -> list[int]:
        folded = self.folded
        firsts = [m for m in _H1.finditer(folded, start, end) if m.start() > start]
        if (firsts or end - start >= VERY_LONG) and _unbroken(folded, start, end, firsts):
            places = _all_places(folded, start, end, [m.start() for m in firsts])
            for place in places:
                self._count(place, end)
            return places
        places = []
        for match in _INSIDE.finditer(folded, start + 1, end):
            number = numbering(folded, match.end(), end)
            if number and number.number == self.last[number.level] + 1 and self._opens(number, end):
                places.append(match.end())
                self._count(match.end(), end)
        signed = _SIGNED_LINE.search(folded, max(start, end - 60), end)
        return [*places, signed.end()] if signed and signed.end() < end else places

    def _opens(self, number: Numbering, end: int) -> bool:
        """Whether the next number, found inside an ordinary line, opens a part or a lower heading."""
        if number.level > 1:
            return number.number > 1 and number.level < 4
        rest = self.folded[number.body : min(number.body + 46, end)]
        words = re.split(r"[。:,;]|一是|\(一\)", rest, maxsplit=1)[0]
        kind = self.typer(words)
        if kind.named and (kind.weight >= NAMING or kind.coverage >= 0.9) and kind.coverage >= 0.6:
            return True
        return len(rest) <= 45 and not re.search("[。;]", rest)


def _unbroken(folded: str, start: int, end: int, firsts: list[re.Match[str]]) -> bool:
    length = end - start
    if length < LONG:
        return False
    expected = 2 if _H1.match(folded, start, end) else 1
    run = 0
    for match in firsts:
        if folded[match.start() - 1] in _BREAKS and parse_number(match[1]) == expected + run:
            run += 1
            if run >= 2:
                return True
    if length < VERY_LONG:
        return False
    return run >= 1 or len(_H2.findall(folded, start, end)) >= 3


def _all_places(folded: str, start: int, end: int, firsts: list[int]) -> list[int]:
    places = {p for p in firsts if folded[p - 1] in _BREAKS}
    places.update(m.start() for m in _H2.finditer(folded, start, end))
    places.update(m.start() for m in _H3.finditer(folded, start, end))
    places.update(m.end() for m in _GAP.finditer(folded, start, end))
    places.update(m.end() for m in _PLAN.finditer(folded, start, end))
    head = min(start + 400, end)
    title = _TITLE.search(folded, start, min(start + 160, head))
    place = title.end() if title else start
    places.update(m.end() for m in _BLANK.finditer(folded, start, place))
    for pattern in (_NUMBER, _ADDRESSEE):
        match = pattern.match(folded, place, head)
        if match:
            places.add(place)
            place = match.end()
    places.add(place)
    preamble = _PREAMBLE.search(folded, start, head)
    if preamble:
        places.add(preamble.end())
    signed = _SIGNED.search(folded, max(start, end - 90), end)
    if signed:
        places.add(signed.end())
    ordered = sorted(p for p in places if start < p < end)
    # two numbers side by side open one unit
    return [p for i, p in enumerate(ordered) if i == 0 or p - ordered[i - 1] > 3]
