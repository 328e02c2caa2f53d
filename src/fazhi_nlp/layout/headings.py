"""Headings: lines and sentences with a number, and lines without one that open a required part."""

from __future__ import annotations

import re

from fazhi_nlp.layout.cues import HeadingTyper
from fazhi_nlp.layout.model import Heading, Unit
from fazhi_nlp.layout.numbering import Numbering, damaged_numbering, is_item, numbering, skip_residue

LONGEST_LINE = 70
"""Longest heading, in characters of its words, on a line of its own."""
LONGEST_SENTENCE = 50
"""Longest heading sentence before text."""
LONGEST_LEAD = 40
"""Longest heading before a colon."""
LONGEST_SENTENCE_LINE = 32
"""Longest heading on a line of its own that ends with a full stop: longer ones are sentences."""
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
_FUSED = re.compile(
    r"(?:依托|按照|根据|我[乡镇县区市局](?!情)|20\d\d年|一是|今年以来|一年来|截至|为(?:深入|全面|进一步|认真"
    r"|切实|有效)|深入(?:学习|贯彻)|认真(?:落实|贯彻|执行|学习)|严格(?:落实|执行|按照))"
)
_FUSED_CUT = re.compile(
    _FUSED.pattern + r"|(?:贯彻|坚持|落实|扎实|以《|全[乡镇县区市局](?!法治|上下)"
    r"|[乡镇县区市局]党?委(?!员)|街道|聚焦|成立|调整|制定|印发|开展|组织|全面(?:落实|推行|推进)|乡里|司法所|党政)"
)
_FUSED_PART = re.compile(
    r".{2,30}?(?:情况|成效|实效|举措|措施|做法|原因|成因|不足|问题|困难|安排|打算|计划|思路|谋划|方向|环节|弱项)"
    r"(?=20\d\d年|我[乡镇县区市局街旗]|[全本][乡镇县区市局旗]|一是|今年|一年来|对照|虽然|\(一\)|1[.、]|下一步|[县区市乡镇]委"
    r"|乡党委|镇党委|县委|区委|市委|街道党)"
)


_PART_END = re.compile(
    r"情况|[成实]效|举措|措施|做法|原因(?:分析)?|成因|不足(?:之处)?|问题|困难|安排|打算|计划|思路|谋划|方向"
    r"|环节|弱项|短板|亮点(?:工作)?|重点"
)
_PART_LAST = re.compile(rf"(?:{_PART_END.pattern}|症结|根源|差距|想法|设想)$")
_INNER = re.compile(r"一是|\(一\)|(?<!\d)1[.、](?!\d)|一方面,?")


class HeadingFinder:
    """Finds the headings of units in order; remembers the numbers so far, for numbers that lost a mark."""

    def __init__(self, folded: str, units: list[Unit], typer: HeadingTyper, year: int | None) -> None:
        self.folded = folded
        self.units = units
        self.typer = typer
        self.year = year
        self.last = [0, 0, 0, 0, 0]
        self.sentences = [False] * 5
        self.wrapped = _is_wrapped(folded, units)

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
        if number is None:
            bare = self._bare(index, unit)
            if bare is not None:
                unit.headings.append(bare)
                self.last[2:] = [0, 0, 0]
            return
        end = self._end(index, unit, number)
        self.sentences[number.level] = end is None
        self.last[number.level] = number.number
        for level in range(number.level + 1, 5):
            self.last[level] = 0
            self.sentences[level] = False
        if end is None:
            return
        unit.headings.append(Heading(number.start, end, number.level, number.number, number.body))
        inner = numbering(self.folded, end, unit.end) if end < unit.end else None
        if inner is not None and inner.level > number.level:
            inner_end = self._end(index, unit, inner)
            self.last[inner.level] = inner.number
            if inner_end is not None:
                unit.headings.append(Heading(inner.start, inner_end, inner.level, inner.number, inner.body))

    def _damaged(self, index: int, unit: Unit) -> Numbering | None:
        number = damaged_numbering(self.folded, unit.start, unit.end)
        if number is None or number.number != self.last[number.level] + 1:
            return None
        words = self.folded[number.body : min(number.body + LONGEST_LINE, unit.end)]
        if number.level == 1:
            kind = self.typer(re.split(r"[。:]", words, maxsplit=1)[0], self.year)
            return number if kind.named and kind.coverage >= KNOWN else None
        if number.number == 1:
            return None
        stop = _stop(self.folded, number.body, unit.end)
        return number if stop - number.body <= LONGEST_SENTENCE_LINE and not _QUANTITY.search(words[: stop - number.body]) else None

    def _bare(self, index: int, unit: Unit) -> Heading | None:
        start = skip_residue(self.folded, unit.start, unit.end)
        end = unit.end
        stopped = end > start and self.folded[end - 1] in ":。"
        end -= stopped
        words = self.folded[start:end]
        if not 4 <= len(words) <= LONGEST_BARE or any(c in "。;:!?" for c in words) or words.count(",") > 1 or words.startswith(("没有", "无", "未")):
            return None
        if self.wrapped and index and self.folded[self.units[index - 1].end - 1] not in "。:!?”" and not self.units[index - 1].headings:
            return None
        kind = self.typer(words, self.year)
        if not kind.named or kind.coverage < KNOWN or kind.weight < 5 or (stopped and not _PART_LAST.search(words)):
            return None
        return Heading(start, end, 1, None, start)

    def _end(self, index: int, unit: Unit, number: Numbering) -> int | None:
        """Where the heading ends, or None if the numbered words are no heading."""
        folded, body, end = self.folded, number.body, unit.end
        stop = _stop(folded, body, end)
        words = folded[body:stop]
        inner = _INNER.search(words, 3)
        if inner is not None and self._opens(number, body + inner.start(), end) and inner.start() <= LONGEST_SENTENCE:
            return body + len(words[: inner.start()].rstrip())
        cut = index > 0 and unit.paragraph == self.units[index - 1].paragraph
        if number.level == 1 and (cut or end - body > 30):
            part = self._part(words, cut=cut)
            if part:
                return body + part
        if stop == end:
            return self._line(index, unit, number, words)
        alone = stop == end - 1 or not folded[stop + 1 : end].strip(" ”")
        if folded[stop] == ";":
            return None
        if folded[stop] == ":":
            return stop if 1 <= len(words) <= LONGEST_LEAD else None
        fused = self._fused(words, cut=cut and not alone)
        if fused:
            return body + fused
        if alone:
            return stop if self._is_heading_line(index, number, words) else None
        if not 1 <= len(words) <= (LONGEST_LINE if number.level == 1 else LONGEST_SENTENCE):
            return None
        if _QUANTITY.search(words) or (number.level > 1 and len(words) > 26 and _NARRATIVE.search(words)):
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

    def _opens(self, number: Numbering, place: int, end: int) -> bool:
        """Whether a lower numbering, or an enumeration in words, begins here."""
        if is_item(self.folded, place, end):
            return True
        inner = numbering(self.folded, place, end)
        return inner is not None and inner.number == 1 and inner.level > number.level

    def _part(self, words: str, *, cut: bool) -> int:
        """Length of a part's heading that runs into its text without a mark between, or 0: 存在的不足对照上级要求，……"""
        match = _FUSED_PART.match(words)
        if match and len(words) - match.end() > 6 and self.typer(match[0], self.year).named:
            return match.end()
        if len(words) <= LONGEST_SENTENCE_LINE and (not cut or self.typer(words, self.year).coverage >= KNOWN):
            return 0
        best = 0
        for end in _PART_END.finditer(words, 0, LONGEST_BARE):
            kind = self.typer(words[: end.end()], self.year)
            if kind.named and kind.coverage >= 0.9 and end.end() <= len(words) - 2:
                best = end.end()
        return best

    def _is_heading_line(self, index: int, number: Numbering, words: str) -> bool:
        """Whether a numbered line that ends with a full stop is a heading: short, and followed by what it heads."""
        if number.level == 1 and self.typer(words).named and len(words) <= LONGEST_SENTENCE_LINE:
            return True
        if len(words) > LONGEST_SENTENCE_LINE or _QUANTITY.search(words) or "《" in words or words.count(",") > 2:
            return False
        if self.sentences[number.level] and self.last[number.level] + 1 == number.number:
            return False
        for following in self.units[index + 1 : index + 4]:
            if following.role == "noise":
                continue
            if following.role != "text":
                return False
            after = numbering(self.folded, following.start, following.end)
            return len(following) > len(words) if after is None else after.level > number.level
        return False

    @staticmethod
    def _fused(words: str, *, cut: bool) -> int:
        """Length of a heading that runs into its text without a mark between, or 0."""
        if len(words) <= (18 if cut else 30) and "《" not in words:
            return 0
        match = (_FUSED_CUT if cut else _FUSED).search(words, 6, 34)
        if match is None or words[match.start() - 1] in ",、“《的年把" or words.count(",", 0, match.start()) > 2:
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


def _is_wrapped(folded: str, units: list[Unit]) -> bool:
    """Whether the lines were broken in the middle of sentences."""
    long = open_ended = 0
    for unit in units:
        if unit.role == "text" and len(unit) >= 20:
            long += 1
            open_ended += folded[unit.end - 1] not in "。:;!?”)》" and numbering(folded, unit.start, unit.end) is None
    return long >= 6 and open_ended > 0.4 * long
