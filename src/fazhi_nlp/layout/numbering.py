"""Numbers at the head of a line or sentence: 一、 （一） 1. （1） ①, in all widths, and with a bracket or a mark lost."""

from __future__ import annotations

import re
from dataclasses import dataclass

from fazhi_nlp.core.numerals import parse_number

_CN = "[一二三四五六七八九十]{1,3}"
_RESIDUE = re.compile(r"(?:\[bookmark:[^\]\n]{0,60}\]|[#*·●■◆▲★※\ufeff\u200b ]){0,8}")
_STYLES: tuple[tuple[int, re.Pattern[str]], ...] = (
    (
        1,
        re.compile(
            rf"(?:第({_CN})(?:部分|章)[、,.: ]*|({_CN}) *[、.](?![一二三四五六七八九十]+[级届等批季线是、])"
            rf"|({_CN}) *,(?=[^,]{{2,12}}(?:$|[,。:])))"
        ),
    ),
    (2, re.compile(rf"\( *({_CN}) *\)[、.,]?|({_CN})\)[、.,]?|([\u3220-\u3229])")),
    (3, re.compile(r"(\d{1,2}) *(?:\. ?(?!\d)|、)|([\u2488-\u249b])")),
    (4, re.compile(r"\( *(\d{1,2}) *\)[、.]?|([\u2460-\u2473])|([\u2474-\u2487])|(\d{1,2})\)[、.]?")),
)
# Only where the number continues its sisters: the mark or a bracket is lost, or is a full stop.
_DAMAGED: tuple[tuple[int, re.Pattern[str]], ...] = (
    (1, re.compile(rf"({_CN}) *(?=[\u4e00-\u9fff])(?![是方级届])")),
    (2, re.compile(rf"\(({_CN})(?=[\u4e00-\u9fff])(?![是级届])")),
    (3, re.compile(r"(\d{1,2}) *(?=[\u4e00-\u9fff“])(?![个名件次年月日场份人项条期起万亿多余类级届户家村所处部辆台支例批宗号时小分点])")),
)
_ENUMERATION = re.compile(r"(?:[一二三四五六七八九十]{1,3}(?:是|要|方面|来)|第[一二三四五六七八九十][,,、]|首先|其[一二三次][,,是])")


@dataclass(slots=True, frozen=True)
class Numbering:
    """level: 1 to 4 by the style; number: as counted; start: where the number begins; body: where the words after it begin."""

    level: int
    number: int
    start: int
    body: int
    damaged: bool = False


def skip_residue(folded: str, start: int, end: int) -> int:
    """Where the words of a line begin, after bookmark residue, bullets and marks of markup."""
    match = _RESIDUE.match(folded, start, end)
    return match.end() if match else start


def numbering(folded: str, start: int, end: int) -> Numbering | None:
    """The number with which folded[start:end] begins, or None (an item 一是 has none)."""
    return _match(_STYLES, folded, skip_residue(folded, start, end), end, damaged=False)


def damaged_numbering(folded: str, start: int, end: int) -> Numbering | None:
    """A number that has lost its mark or a bracket; to be believed only where it continues the numbers before it."""
    return _match(_DAMAGED, folded, skip_residue(folded, start, end), end, damaged=True)


def is_item(folded: str, start: int, end: int) -> bool:
    """Whether the line is an item of an enumeration in words: 一是, 二要, 首先."""
    return _ENUMERATION.match(folded, start, end) is not None


def _match(styles: tuple[tuple[int, re.Pattern[str]], ...], folded: str, start: int, end: int, *, damaged: bool) -> Numbering | None:
    for level, pattern in styles:
        match = pattern.match(folded, start, end)
        if match is None:
            continue
        body = match.end()
        while body < end and folded[body] == " ":
            body += 1
        if body >= end:
            return None
        return Numbering(level, _count(next(g for g in match.groups() if g)), start, body, damaged)
    return None


def _count(digits: str) -> int:
    if len(digits) == 1:
        for first, last in ((0x3220, 0x3229), (0x2488, 0x249B), (0x2460, 0x2473), (0x2474, 0x2487)):
            if first <= ord(digits) <= last:
                return ord(digits) - first + 1
    value = parse_number(digits)
    return int(value) if value is not None else 0
