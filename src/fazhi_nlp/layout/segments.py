"""Cutting of lines that hold several parts: reports whose line breaks are lost, or a part's heading that slid into the line before."""

from __future__ import annotations

import re
from itertools import pairwise

from fazhi_nlp.core.numerals import parse_number
from fazhi_nlp.layout.content import lack_starts
from fazhi_nlp.layout.cues import HeadingTyper
from fazhi_nlp.layout.edges import front_places, tail_places
from fazhi_nlp.layout.model import Unit
from fazhi_nlp.layout.numbering import Numbering, numbering
from fazhi_nlp.layout.parts import bare_part_length

SHORT = 30
"""Lines up to this length hold one part."""
LONG = 300
"""Length, in characters, from which a line with two level-1 numbers in order is taken for a report without line breaks."""
VERY_LONG = 1000
"""The same where the line has only level-2 numbers."""
LOOK = 50
"""How many characters after a full stop are searched for a part's heading without a number."""
WHOLE = 0.7
"""Share of the text from which a very long line is the whole report, whatever its numbers."""
NAMING = 5
"""Weight from which a heading inside an ordinary line is believed."""

_H1 = re.compile(r"(?<![一二三四五六七八九十、第])([一二三四五六七八九十]{1,3})、(?=[^一二三四五六七八九十、是])")
_H2 = re.compile(r"(?<![第款条项])\([一二三四五六七八九十]{1,3}\)")
_DAMAGED = re.compile(r"(?<=[。;!? ])(?:[一二三四五六七八九十]{1,3}\)|[二三四五六七八](?=存在|下一?步|党政主要|主要负责))")
_H3 = re.compile(r"(?<=[。;!? ])\d{1,2}(?:\.(?! ?\d)|、)(?=\D)")
_GAP = re.compile(r"(?<=[。:!?;”]) {1,4}(?=[^ ])| {2,}(?=[^ ])")
_PLAN = re.compile(r"[。!](?=(?:[^,。;:]{0,8},)?(?:下一?步|明年|下一年度?|今后一段时期)[,我]|20\d\d年,?(?:我|全|本)[^,。;]{0,6}(?:将|要))|[。:](?=一是)")
_STOP = re.compile(r"[。!]|如下:")
_RUN_IN = re.compile(r"(?:[。;!? ]|(?P<run>[\u4e00-\u9fff”)]))(?P<number>\d{1,2})[.、](?=[\u4e00-\u9fff“])")
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
        whole = end - start >= VERY_LONG and end - start >= WHOLE * len(folded)
        if whole or ((firsts or end - start >= VERY_LONG) and _unbroken(folded, start, end, firsts)):
            places = _all_places(folded, start, end, [m.start() for m in firsts], self.typer)
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


def _all_places(folded: str, start: int, end: int, firsts: list[int], typer: HeadingTyper) -> list[int]:
    places = {p for p in firsts if folded[p - 1] in _BREAKS}
    places.update(m.start() for m in _H2.finditer(folded, start, end))
    places.update(m.start() for m in _DAMAGED.finditer(folded, start, end))
    places.update(m.start() for m in _H3.finditer(folded, start, end))
    places.update(m.end() for m in _GAP.finditer(folded, start, end))
    places.update(m.end() for m in _PLAN.finditer(folded, start, end))
    places.update(_numbers_run_in(folded, start, end))
    places.update(front_places(folded, start, end))
    places.update(tail_places(folded, start, end))
    bare = not any(p > start for p in firsts)
    for stop in _STOP.finditer(folded, start, end):
        if lack_starts(folded[stop.end() : stop.end() + 160]) or (bare and bare_part_length(folded[stop.end() : stop.end() + LOOK], typer, None)):
            places.add(stop.end())
    ordered = sorted(p for p in places if start < p < end)
    # two numbers side by side open one unit
    return [p for i, p in enumerate(ordered) if i == 0 or p - ordered[i - 1] > 3]


def _numbers_run_in(folded: str, start: int, end: int) -> list[int]:
    """Arabic numbers right after the words of a heading, where they begin a count or go on with it."""
    last = 0
    places = []
    for match in _RUN_IN.finditer(folded, start, end):
        number = int(match["number"])
        if number not in (1, last + 1):
            continue
        last = number
        if match["run"]:
            places.append(match.start("number"))
    return places
