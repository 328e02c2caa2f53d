"""Headings of the required parts that run into their text without a mark between: 二、存在的不足对照上级要求，……"""

from __future__ import annotations

import re

from fazhi_nlp.layout.cues import HeadingTyper

LONGEST = 45
"""Longest such heading, in characters of its words."""
SHORT = 32
"""Words up to this length, to the first mark, may be the heading itself."""
SURE, KNOWN = 5, 0.9
"""Weight from which a heading names its part beyond doubt; share of its characters that the table of heading words must know."""
KNOWN_SURE = 0.8
"""The same share where the weight is sure."""

_ENDS = r"情况|[成实]效|举措|措施|做法|原因(?:分析|剖析)?|成因|不足(?:之处)?|问题|困难|安排|打算|计划|思路|谋划|方向|环节|弱项|短板"
_END = re.compile(rf"{_ENDS}|亮点(?:工作)?|重点|效果|设想|想法|构想|任务|差距|部署|展望|之处|的地方|工作(?=将|,|我|要)")
_GOES_ON = re.compile(rf"[的并分剖所中上整落]|{_ENDS}|任务|工作(?!将|,|我|要)|清单")
_JOINT = re.compile("以及|[和及与、,]")
_JOINT_PART = re.compile(rf"(?:以及|[和及与、,]).{{0,12}}?(?:{_ENDS}|设想|差距|任务|加强)")
PART_LAST = re.compile(rf"(?:{_END.pattern}|症结|根源|差距|想法|设想)$")
"""The last words of such headings."""
_BEFORE_TEXT = re.compile(
    r".{2,30}?(?:情况|成效|实效|举措|措施|做法|原因|成因|不足|问题|困难|安排|打算|计划|思路|谋划|方向|环节|弱项)"
    r"(?=20\d\d年|我[乡镇县区市局街旗]|[全本][乡镇县区市局旗]|一是|今年|一年来|对照|虽然|\(一\)|1[.、]|下一步|[县区市乡镇]委"
    r"|乡党委|镇党委|县委|区委|市委|街道党)"
)


def part_length(words: str, typer: HeadingTyper, year: int | None, *, cut: bool) -> int:
    """Length of the part's heading with which the words (folded, to the first mark) begin, or 0. cut: they come from a line that had to be cut."""
    match = _BEFORE_TEXT.match(words)
    if match and len(words) - match.end() > 6 and typer(match[0], year).named:
        return match.end()
    if len(words) <= SHORT and (not cut or (PART_LAST.search(words) and typer(words, year).coverage >= KNOWN)):
        return 0
    for end in _END.finditer(words, 0, LONGEST):
        kind = typer(words[: end.end()], year)
        known = kind.coverage >= (KNOWN_SURE if kind.weight >= SURE else KNOWN)
        if kind.named and known and end.end() <= len(words) - 2 and not _goes_on(words, end.end()):
            return end.end()
    return 0


def bare_part_length(words: str, typer: HeadingTyper, year: int | None) -> int:
    """Length of a part's heading without a number with which a sentence begins that goes on with the part's text, or 0."""
    for end in _END.finditer(words, 0, LONGEST):
        before = words[: end.end()]
        if re.search("[。,;:!?]", before):
            return 0
        if end.end() < 4 or _goes_on(words, end.end()) or words[end.end() : end.end() + 1] in (*"。,;:!?、)”", ""):
            continue
        kind = typer(before, year)
        if kind.named and kind.weight >= SURE and kind.coverage >= KNOWN:
            return end.end()
    return 0


def _goes_on(words: str, place: int) -> bool:
    """Whether the heading goes on after one of its usual last words: 举措|和成效. After a pair (不足和原因) a further joint needs a further such word."""
    joint = _JOINT_PART if _JOINT.search(words, 0, place) else _JOINT
    return _GOES_ON.match(words, place) is not None or joint.match(words, place) is not None
