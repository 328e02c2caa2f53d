"""Where numbered headings run into their text without a mark between: （一）强化组织领导镇党委多次研究……

One such line alone can hardly be told from a long sentence. Its sisters (the headings of one level under one part) help: they are built alike.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from fazhi_nlp.layout.model import Unit
from fazhi_nlp.layout.numbering import numbering

SHORTEST, LONGEST = 3, 32
"""Shortest and longest heading looked for, in characters of its words."""
SUBJECT, VERB, HINT = 3.0, 2.0, 1.0
"""How much the words after a place speak for its being the beginning of a text: who acts, what is done first, what may be either."""
NOUN_END, COUPLET, SISTER = 1.0, 1.5, 1.0
"""What speaks for the place besides: a usual last word of headings, two halves of one length, a sister that can be cut at the same length."""
MOST_SISTERS = 3
CUT, LINE = 2.5, 4.0
"""Least sum in a report without line breaks, and in one that has them."""
PLAIN = 22
"""Longest first sentence, in characters, that may be the heading itself."""

_SUBJECT = (
    r"街道(?:党|办|综|便|两|政|领|司|各|把)|街道社区|[乡镇县区市局委厅旗](?:党[组委政校]|委[^员]|人?民?政府[^职服]|综合[行执]|便民|里[把对定的]|直[机部]|主要|领导班|司法[局所]|普法办|法[院制])"
    r"|(?<![乡镇县区市局厅委街道])(?:党工委|党组[书把会理]|党委书记)|我[乡镇县区市局街旗院委厅]|我们|全[乡镇县区市局州旗省](?!面|法)|司法所|派出所|综治[办中]|[市县区](?:中级)?人民(?:法院|检察院)"
    r"|书记、|20\d\d年|今年|全年|年内|一年来|凡[涉是属“]|乡里|党政(?:主要(?!负责.{1,2}履)|班子|办)|主要(?:负责(?!.{1,2}履)|领导)|班子成员|(?:基层|乡镇|部分|有的|少数|个别)(?:执法人|干部|村|部门)"
)
_VERB = (
    r"坚持|严格|依据|对照|围绕|按照|贯彻|认真|结合|以[《“]|执行|修订|新修|依托|制定|依照|印发|针对|调整|举办|会同|出台|组建|成立|根据|落实[《“]|紧[紧扣]|把[习法“《]|"
    r"一是|“[七八]五|“三项|编制|召开|聘请|邀请|收到|受理|累计|先后|每[月季年周]|抽调"
)
_HINT = (
    r"落实|深入(?!人心)|全面|主动|完善|整合|推进|加强|建立|推动|推行|自觉|排查|组织|持续|重大|检查|干部|主要|开展|健全|扎实|用好|面对|公开|深化|领导|宣传|继续|进一步|加快|突出|充实|对|由|将|通过|为[了切全深进加]|《"
    r"|\d+[^\d.、．]"
)
_START = re.compile(rf"(?P<subject>{_SUBJECT})|(?P<verb>{_VERB})|(?P<hint>{_HINT})")
_NOUN_END = re.compile(
    r"(?:执法|监督|责任|服务|普法|纠纷|底线|功夫|行为|提升|起来|规范|短板|程序|到底|稳定|队伍|职能|化解|职责|有力|[温力尺速广深高]度|效能|宣传|矛盾|提速|链条"
    r"|水平|决策|关口|体系|机制|领导|氛围|浓厚|增强|争议|品牌|根基|管理|建设|和谐|秩序|基础|文件|质效|[实成]效|运行|环境|群众|审查|前移|改革|合力|制度|事项|到位|转变|意识|牢固|质量|方向"
    r"|方式|能力|防线|权力|治理|作用|保障|格局|活力|渠道|政务|素养|思维|安全|建设|源头|清晰|扎实|有序|公正)$"
)
# what stands before the place belongs with what follows it
_BOUND = re.compile(
    r"(?:健全|完善|加强|强化|推动|组织|配合|协助|联合|支持|指导|督促|要求|建立|充实|提请|争取|邀请|协调|依托|发挥|做好|抓好|联系|借助|通过|接受|整合|开展|坚持|围绕|聚焦|突出|严格|规范|提升|深化|推进|各|全|更加?|不断|进一步|继续|注重|着力|全面|联"
    r"|年度|(?<!行)为|[,、“《(的年把由在对与和向同跟将被给让使靠从于按以及经受请据照是有了等不])$"
)
# these may stand at the end of a heading all the same, where its verb stands after its noun
_VERB_LAST = re.compile(r"[^,]{4,}(?:规范|提升|深化|推进)$")
_FIRST_STOP = re.compile(r"[。;:!?]")


@dataclass(slots=True)
class _Sister:
    """A numbered unit. body: where its words begin; words: up to the first mark that ends a sentence; places: length of heading to what speaks for it."""

    index: int
    body: int
    words: str
    cut: bool
    places: dict[int, float]


def fused_headings(folded: str, units: list[Unit]) -> dict[int, int]:
    """Headings that run into their text: where their words begin, to where they end. Linear in the number of units."""
    found: dict[int, int] = {}
    groups: dict[int, list[_Sister]] = {}
    last = [0] * 5
    for index, unit in enumerate(units):
        number = numbering(folded, unit.start, unit.end) if unit.role == "text" else None
        if number is None:
            continue
        # a number that stands twice, or is left out, does not part sisters
        for level in range(number.level + (number.number > 1 and number.number >= last[number.level]), 5):
            _settle(groups.pop(level, []), found)
            last[level] = 0
        last[number.level] = number.number
        if number.level < 4:
            cut = index > 0 and unit.paragraph == units[index - 1].paragraph
            groups.setdefault(number.level, []).append(_sister(folded, index, unit, number.body, cut=cut))
    for group in groups.values():
        _settle(group, found)
    return found


def _sister(folded: str, index: int, unit: Unit, body: int, *, cut: bool) -> _Sister:
    words = folded[body : min(unit.end, body + 2 * LONGEST + 20)]
    stop = _FIRST_STOP.search(words)
    end = body + stop.end() if stop else body + len(words)
    words = words[: stop.start()] if stop else words
    alone = end >= unit.end and len(words) <= LONGEST
    return _Sister(index, body, words, cut, {} if alone and not cut else _places(words))


def _places(words: str) -> dict[int, float]:
    """The lengths at which the words can be cut, and what speaks for each."""
    places: dict[int, float] = {}
    for length in range(SHORTEST, min(LONGEST, len(words) - 3) + 1):
        match = _START.match(words, length)
        before = words[:length]
        if match is None or (_BOUND.search(before) and not _VERB_LAST.search(before)) or before.count(",") > 2 or _open(before):
            continue
        if length == SHORTEST and not match["subject"]:
            continue
        score = SUBJECT if match["subject"] else VERB if match["verb"] else HINT
        halves = before.split(",")
        if len(halves[-1]) < SHORTEST - 1:
            continue
        if len(halves) == 2 and len(halves[0]) == len(halves[1]):
            score += COUPLET
        if _NOUN_END.search(before):
            score += NOUN_END
        places[length] = score
    return places


def _open(words: str) -> bool:
    """Whether a bracket or quotation mark is open at the end."""
    return any(words.count(left) > words.count(right) for left, right in ("《》", "“”", "()"))


def _settle(group: list[_Sister], found: dict[int, int]) -> None:
    if not group:
        return
    broken = not any(s.cut for s in group)
    best: dict[int, tuple[float, int]] = {}
    for place, sister in enumerate(group):
        for length, own in sister.places.items():
            others = sum(SISTER for other in group[max(0, place - 6) : place + 7] if other is not sister and other.places.get(length, 0.0) >= VERB)
            if broken and own < VERB:
                continue
            total = own + min(others, MOST_SISTERS)
            if total > best.get(sister.index, (0.0, 0))[0]:
                best[sister.index] = (total, length)
    least = LINE if broken else CUT
    sure = [s for s in group if best.get(s.index, (0.0, 0))[0] >= least]
    # a first sentence that is short enough is the heading, unless most sisters have none
    fused = 2 * sum(len(s.words) > PLAIN for s in group) >= len(group) or 2 * len(sure) > len(group)
    if not fused and not broken:
        sure = [s for s in sure if best[s.index][0] >= LINE and s.places[best[s.index][1]] >= SUBJECT]
    elif not fused or (broken and (len(sure) < 2 or 2 * len(sure) < len(group))):
        return
    for sister in sure:
        found[sister.body] = sister.body + best[sister.index][1]
    if fused and 2 * len(sure) >= len(group):
        _rest(group, best, found)


def _rest(group: list[_Sister], best: dict[int, tuple[float, int]], found: dict[int, int]) -> None:
    """Where most sisters are cut, the others are with less evidence: at their own best place, or at the usual length after a usual last word."""
    lengths = [found[s.body] - s.body for s in group if s.body in found]
    usual = max(set(lengths), key=lengths.count)
    for sister in group:
        if sister.body in found or len(sister.words) <= LONGEST:
            continue
        before = sister.words[:usual]
        total, length = best.get(sister.index, (0.0, 0))
        if total >= CUT:
            found[sister.body] = sister.body + length
        elif lengths.count(usual) > 1 and _NOUN_END.search(before) and not _open(before) and sister.words[usual] not in ",、的和与及":
            found[sister.body] = sister.body + usual
