"""Headings: lines and sentences with a number, and lines without one that open a required part."""

from __future__ import annotations

import re

from fazhi_nlp.layout.cues import HeadingTyper
from fazhi_nlp.layout.fusion import fused_headings
from fazhi_nlp.layout.halves import two_half_headings
from fazhi_nlp.layout.model import Heading, Unit
from fazhi_nlp.layout.numbering import Numbering, damaged_numbering, is_item, numbering, skip_residue
from fazhi_nlp.layout.parts import PART_LAST, bare_part_length, part_length

LONGEST_LINE = 70
"""Longest heading, in characters of its words, on a line of its own."""
LONGEST_SENTENCE = 50
"""Longest heading sentence before text."""
LONGEST_LEAD = 40
"""Longest heading before a colon."""
LONGEST_SENTENCE_LINE = 32
"""Longest heading on a line of its own that ends with a full stop: longer ones are sentences."""
LONGEST_OUTLINE_ITEM = 90
"""The same of items of official outlines."""
LONGEST_ITEM = 20
"""Longest heading sentence of level 4 before text: longer ones are sentences of an enumeration."""
SHORTEST_THEME = 8
"""Shortest heading of level 1 believed in where its number has lost its mark and its words name no part."""
LONGEST_TAIL = 24
"""Longest second half of a heading, after a colon, on a line of its own."""
LONGEST_BARE = 45
"""Longest heading without a number."""
KNOWN = 0.72
"""Share of its characters that the table of heading words must know in a heading without a number."""

_STOPS = "。:;!?"
_OPEN, _CLOSE = "《“(【〈", "》”)】〉"
_QUANTITY = re.compile(
    r"\d(?:余|多)?(?:个|件|次|场|名|人|份|%|万|亿|起|条|期|家|处|户|元|项|类|台|辆|册|张|本|卷|轮|亩|天"
    r"|小时|月底)|百分之"
)
_NARRATIVE = re.compile(r"我[乡镇县区市局街旗]|今年|20\d\d年|今后|下一步")
_STATEMENT = re.compile(
    r"^(?:(?:本|该|上一?)年度?|今年|全年|年内|目前|截至.{2,12}?),?(?:我|本|全)[乡镇县区市局街旗院委厅部]"
    r"|^(?:我|本)[乡镇县区市局街旗院委厅部](?:没有|未|无|已)|没有(?:制定|发生|出现|出台|开展)|未(?:制定|发生|出现|出台)"
)
"""Numbered words that are a sentence of their own: what the body did not do, or did in the year."""
_BEFORE_NAME = ",、“《的年把由在对与和向同跟将被给让使靠为到从于按以及经受请据照"
"""What stands before a name is in the middle of a clause after one of these."""
_FUSED = re.compile(
    r"(?:依托|按照|根据|我[乡镇县区市局](?!情)|20\d\d年|一是|今年以来|一年来|截至|为(?:深入|全面|进一步|认真"
    r"|切实|有效)|深入(?:学习|贯彻)|认真(?:落实|贯彻|执行|学习)|严格(?:落实|执行|按照))"
)
_FUSED_CUT = re.compile(
    _FUSED.pattern + r"|(?:贯彻|坚持|落实|扎实|以《|全[乡镇县区市局](?!法治|上下)"
    r"|[乡镇县区市局]党?委(?!员)|街道|聚焦|成立|调整|制定|印发|开展|组织|全面(?:落实|推行|推进)|乡里|司法所|党政)"
)
_INNER = re.compile(r"一是|\(一\)|(?<!\d)\d{1,2}[.、](?!\d)|\(1\)|[①⑴⒈㈠]|一方面,?")
_BLANK = re.compile(r"(?<=[^\d ,、]) +(?=[^\d ])")


_OUTLINE_ITEM = re.compile(r"(?:的(?:有关)?情况|情况|的具体举措)$")


class HeadingFinder:
    """Finds the headings of units in order; remembers the numbers so far, for numbers that lost a mark."""

    def __init__(self, folded: str, units: list[Unit], typer: HeadingTyper, year: int | None) -> None:
        self.folded = folded
        self.units = units
        self.typer = typer
        self.year = year
        self.last = [0, 0, 0, 0, 0]
        self.running = [0, 0, 0, 0, 0]
        self.sentences = [False] * 5
        self.wrapped = _is_wrapped(folded, units)
        self.fused = {} if self.wrapped else fused_headings(folded, units)
        self.halves = two_half_headings(folded, units)

    def run(self) -> None:
        """Fill ``headings`` of every unit whose role is text."""
        for index, unit in enumerate(self.units):
            if unit.role == "text":
                self._unit(index, unit)

    def _unit(self, index: int, unit: Unit) -> None:
        number = numbering(self.folded, unit.start, unit.end)
        if number is None:
            if is_item(self.folded, unit.start, unit.end):
                return
            number = self._damaged(index, unit)
        elif is_item(self.folded, number.body, unit.end):
            number = None
        if number is None:
            bare = self._bare(index, unit)
            if bare is not None:
                unit.headings.append(bare)
                self.last[2:] = [0, 0, 0]
            return
        end = self._end(index, unit, number)
        self.sentences[number.level] = end is None
        self.last[number.level] = self.running[number.level] = number.number
        for level in range(number.level + 1, 5):
            self.last[level] = 0
            self.sentences[level] = False
        if end is None:
            return
        unit.headings.append(Heading(number.start, end, number.level, number.number, number.body))
        inner = numbering(self.folded, end, unit.end) if end < unit.end else None
        if inner is not None and inner.level > number.level:
            inner_end = self._end(index, unit, inner)
            self.last[inner.level] = self.running[inner.level] = inner.number
            if inner_end is not None:
                unit.headings.append(Heading(inner.start, inner_end, inner.level, inner.number, inner.body))

    def _damaged(self, index: int, unit: Unit) -> Numbering | None:
        number = damaged_numbering(self.folded, unit.start, unit.end)
        if number is None or number.number != self.last[number.level] + 1:
            return None
        words = self.folded[number.body : min(number.body + LONGEST_LINE, unit.end)]
        if number.level == 1:
            kind = self.typer(re.split(r"[。:]", words, maxsplit=1)[0], self.year)
            if kind.named and kind.coverage >= KNOWN:
                return number
            alone = unit.end - number.body <= LONGEST_SENTENCE_LINE and not re.search(r"[。;:!?,]$|[。;]", words)
            return number if alone and number.number > 1 and len(words) >= SHORTEST_THEME and not _QUANTITY.search(words) else None
        if number.number == 1:
            return None
        stop = _stop(self.folded, number.body, unit.end)
        return number if stop - number.body <= LONGEST_SENTENCE_LINE and not _QUANTITY.search(words[: stop - number.body]) else None

    def _bare(self, index: int, unit: Unit) -> Heading | None:
        start = skip_residue(self.folded, unit.start, unit.end)
        end = unit.end
        cut = index > 0 and unit.paragraph == self.units[index - 1].paragraph
        part = bare_part_length(self.folded[start : min(end, start + LONGEST_LINE)], self.typer, self.year) if cut else 0
        if part:
            return Heading(start, start + part, 1, None, start)
        stopped = end > start and self.folded[end - 1] in ":。"
        end -= stopped
        words = self.folded[start:end]
        if not 4 <= len(words) <= LONGEST_BARE or any(c in "。;:!?" for c in words) or words.count(",") > 1 or words.startswith(("没有", "无", "未")):
            return None
        if self.wrapped and index and self.folded[self.units[index - 1].end - 1] not in "。:!?”" and not self.units[index - 1].headings:
            return None
        if self.wrapped and "《" in words:
            return None
        kind = self.typer(words, self.year)
        if not kind.named or kind.coverage < KNOWN or kind.weight < 5 or (stopped and not PART_LAST.search(words)):
            return None
        return Heading(start, end, 1, None, start)

    def _end(self, index: int, unit: Unit, number: Numbering) -> int | None:
        """Where the heading ends, or None if the numbered words are no heading."""
        folded, body, end = self.folded, number.body, unit.end
        stop = _stop(folded, body, end)
        words = folded[body:stop]
        cut = index > 0 and unit.paragraph == self.units[index - 1].paragraph
        if number.level == 1 and (cut or end - body > 30):
            part = part_length(words, self.typer, self.year, cut=cut)
            if part:
                return body + part
        inner = next((m for m in _INNER.finditer(words, 3, LONGEST_SENTENCE + 1) if self._opens(number, body + m.start(), end)), None)
        if inner is not None:
            return body + len(words[: inner.start()].rstrip())
        if body in self.halves:
            return self.halves[body]
        blank = _blank(words, cut=cut) if cut or stop < end else 0
        if blank or body in self.fused:
            return body + blank if blank else self.fused[body]
        if stop == end:
            return self._line(index, unit, number, words)
        alone = stop == end - 1 or not folded[stop + 1 : end].strip(" ”")
        if folded[stop] == ";":
            return None
        if folded[stop] == ":" and self._goes_on(stop, end, len(words)):
            return end
        if folded[stop] == ":":
            return stop if 1 <= len(words) <= LONGEST_LEAD else None
        fused = self._fused(words, cut=cut and not alone) if number.level < 4 else 0
        if fused:
            return body + fused
        if alone:
            return stop if self._is_heading_line(index, number, words) else None
        longest = (LONGEST_LINE, LONGEST_SENTENCE_LINE if cut else LONGEST_SENTENCE, LONGEST_SENTENCE, LONGEST_ITEM)[number.level - 1]
        if not 1 <= len(words) <= longest:
            return None
        if number.level > 1 and words.count(",") > 2:
            return None
        if _QUANTITY.search(words) or (number.level > 1 and (_STATEMENT.search(words) or (len(words) > 26 and _NARRATIVE.search(words)))):
            return None
        return stop

    def _line(self, index: int, unit: Unit, number: Numbering, words: str) -> int | None:
        """A numbered line without a stop."""
        if self.wrapped and index + 1 < len(self.units) and len(words) > 18:
            following = self.units[index + 1]
            rest = _stop(self.folded, following.start, following.end)
            more = numbering(self.folded, following.start, following.end) or is_item(self.folded, following.start, following.end)
            if not more and rest < following.end:
                joined = len(words) + rest - following.start
                if joined > LONGEST_SENTENCE or self.folded[rest] in ";" or rest == following.end - 1:
                    return None
        fused = self._fused(words, cut=False) if len(words) > LONGEST_SENTENCE_LINE else 0
        if fused:
            return number.body + fused
        if len(words) > LONGEST_LINE or words.endswith((",", "、")):
            return None
        return unit.end

    def _goes_on(self, colon: int, end: int, length: int) -> bool:
        """Whether a heading of two halves, on a line of its own, goes on after its colon: 一、主要做法:在实干中见成效."""
        rest = self.folded[colon + 1 : end] if end - colon <= LONGEST_TAIL + 1 else ""
        if self.wrapped or not rest or length + len(rest) > LONGEST_SENTENCE or rest[-1] in ",、":
            return False
        return not re.search(r"[。;:!?]|一是", rest) and not _QUANTITY.search(rest)

    def _opens(self, number: Numbering, place: int, end: int) -> bool:
        """Whether a lower numbering, or an enumeration in words, begins here."""
        if is_item(self.folded, place, end):
            return True
        inner = numbering(self.folded, place, end)
        # Arabic numbers may run on over the parts of level 2
        return inner is not None and inner.level > number.level and inner.number in (1, self.running[inner.level] + 1)

    def _is_heading_line(self, index: int, number: Numbering, words: str) -> bool:
        """Whether a numbered line that ends with a full stop is a heading: short, and followed by what it heads."""
        if number.level == 1 and self.typer(words).named and len(words) <= LONGEST_SENTENCE_LINE:
            return True
        # the items of official outlines are long: （三）……履行推进法治建设第一责任人职责的有关情况。
        outline = _OUTLINE_ITEM.search(words) is not None
        if len(words) > (LONGEST_OUTLINE_ITEM if outline else LONGEST_SENTENCE_LINE) or _QUANTITY.search(words) or "《" in words or words.count(",") > 2:
            return False
        if self.sentences[number.level] and self.last[number.level] + 1 == number.number:
            return False
        for following in self.units[index + 1 : index + 4]:
            if following.role == "noise":
                continue
            if following.role != "text":
                return False
            after = numbering(self.folded, following.start, following.end)
            return outline or len(following) > len(words) if after is None else after.level > number.level
        return False

    @staticmethod
    def _fused(words: str, *, cut: bool) -> int:
        """Length of a heading that runs into its text without a mark between, or 0."""
        if len(words) <= (18 if cut else 30) and "《" not in words:
            return 0
        match = (_FUSED_CUT if cut else _FUSED).search(words, 6, 34)
        if match is None or words[match.start() - 1] in _BEFORE_NAME or words.count(",", 0, match.start()) > 2:
            return 0
        return match.start()


def _stop(folded: str, start: int, end: int) -> int:
    """The first mark that ends a sentence or clause at the outermost level, or end. Looks at 160 characters at most."""
    depth = 0
    limit = min(end, start + 160)
    for place in range(start, limit):
        character = folded[place]
        if character in _OPEN:
            depth += 1
        elif character in _CLOSE:
            depth = max(0, depth - 1)
        elif character in _STOPS and (depth == 0 or character == "。"):
            return place
    return end


def _blank(words: str, *, cut: bool) -> int:
    """Length of a heading that a blank parts from its text, or 0: (二)改进服务 窗口前移…… Two clauses of one length are one heading."""
    match = _BLANK.search(words, 2)
    if match is None or match.start() > LONGEST_SENTENCE_LINE or (not cut and len(words) <= LONGEST_SENTENCE_LINE):
        return 0
    return 0 if match.start() == len(words) - match.end() else match.start()


def _is_wrapped(folded: str, units: list[Unit]) -> bool:
    """Whether the lines were broken in the middle of sentences."""
    long = open_ended = 0
    for unit in units:
        if unit.role == "text" and len(unit) >= 20:
            long += 1
            open_ended += folded[unit.end - 1] not in "。:;!?”)》" and numbering(folded, unit.start, unit.end) is None
    return long >= 6 and open_ended > 0.4 * long
