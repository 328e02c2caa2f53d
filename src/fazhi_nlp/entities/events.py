"""EVENT: meetings, campaigns, days, weeks and months, drives of study, branded activities."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from ahocorasick_rs import AhoCorasick, MatchKind

from fazhi_nlp.core.normalize import fold
from fazhi_nlp.entities.areas import line_floor
from fazhi_nlp.entities.base import Candidate, Source
from fazhi_nlp.knowledge.base import Knowledge

_N = "[一二三四五六七八九十]"
_PLENARY = rf"(?:历次|{_N}{{1,2}}(?:中|次)(?:(?:、|和|及){_N}{{1,2}}[中次])*)全会"
_MEETINGS = re.compile(
    rf"(?:党的|中国共产党)?第?(?:十[六七八九]|二十)(?:大(?!会|类|项|举措|行动|任务|工程)|届{_PLENARY})(?!报告)"
    rf"|(?:中国共产党)?第(?:十[七八九]|二十)次全国代表大会"
    rf"|(?:自治区党委|[省市县区州]委)(?:第?{_N}{{1,3}}届{_PLENARY})"
    rf"|(?:自治区|[省市县区州])第{_N}{{1,3}}次党代会"
    rf"|(?:第{_N}{{1,3}}次)?(?:中央|全国)(?:第{_N}{{1,3}}次)?[一-龥]{{2,10}}?(?:工作会议|座谈会|国治?会议)"
    r"|中央(?:生态)?环境?保护督察[“\"]回头看[”\"]"
    r"|中央全面依法治国会议|中央依法治国会议|全国两会"
)
_QUOTE = "[“”\"]"
_FIVE = "[三四五六七八九]五"
_POPULARISE = re.compile(
    rf"(?:“{_FIVE}”普法|“{_FIVE}普法”|\"{_FIVE}\"普法|\"{_FIVE}普法\"|(?<![“\"]){_FIVE}普法)(?!规划|决议|实施|方案|工作[规计方]|宣传教育规划|五年|责任)"
)
_LAW_INTO = re.compile(
    r"“法律(?:[四五六七八九十N]|\d)进”|\"法律(?:[四五六七八九十N]|\d)进\"|法律[四五六七八九十]进(?![一-龥]{1,3}、)|“法律进[一-龥]{2,5}”|\"法律进[一-龥]{2,5}\""
)
_DAY_DATE = rf"{_QUOTE}?(?<!\d)\d{{1,2}}[·.]\d{{1,2}}{_QUOTE}? ?"
_CAMPAIGN = re.compile(
    r"专项(?:斗争|(?:排查|清理|执法|打击|治理|检查|督查|整顿)?(?:整治|治理|提升|攻坚|清理|排查|执法|打击)?(?:20\d\d)?行动)|百日攻坚(?:专项)?行动|攻坚[一二三]年行动|三年(?:攻坚"
    r"|提升)?行动(?!计划|方案)|大整治(?:大[一-龥]{2})?(?:专项)?行动|(?<=”)[一-龥]{0,6}行动|(?<=\")[一-龥]{0,6}行动|打击整治行动|攻坚行动"
    r"|(?<=问题)专项(?:清理)?整治(?!行动)"
)
_CAMPAIGN_LEFT = re.compile(
    r"[^一-龥“”\"0-9·A-Za-z]|深入开展|扎实开展|持续开展|组织开展|集中开展|联合开展|开展了?|推进|实施|结合|组织|部署|参与|参加|配合|进行|抓好|做好|打好|启动|落实|聚焦|围绕|纵深|深入|持续|扎实|全面"
    r"|深化|常态化|积极|认真|大力|有序|强化|狠抓|抓实|打响|打赢|围绕|统筹|协同|联合|牵头|承担|完成|先后|统一|严格|通过|依托|借助|利用|按照|根据|以|在|将|把|对|等|的|了|和|与|及|为|到|从|由|向|是"
    r"|[0-9一二三四五六七八九十两几多余](?:项|个|次|轮|场|起|批)|按|巩固|延续|开好|走好|唱响|抢抓|列入|纳入|作为|因|已|再|并|就"
)
_QUOTED_PART = re.compile(r"[“\"][^“”\"]{2,16}[”\"][一-龥]{0,10}$")
_GENERIC_CAMPAIGN = re.compile(
    r"^(?:各类|系列|多项|有关|相关|各项|重点|上级|省级|市级|县级|年度|一系列"
    r"|法治|普法|联合|集中|多轮|重点领域|行政执法|执法|部门|多部门)?$"
)
_DRIVE = re.compile(r"(?:“[^“”\n]{2,20}”|\"[^\"\n]{2,20}\"|[一-龥]{2,10})(?:学习教育|主题教育|教育整顿|教育实践活动)")
_BRAND = re.compile(r"“([^“”\n]{2,12})”|\"([^\"\n]{2,12})\"")
_BRAND_NAME = re.compile(
    r"(?:说法|普法|讲法|学法|释法|说理|评理|夜话|夜学|夜校|夜谈|赶场|圩亭|夜市|小板凳|大篷车|轻骑兵|法学堂|茶馆|话法治|进企业|入企|进校园|进万家|文艺下乡|微宣讲|法治行|普法行|宣讲行|普法月|宣传月|宣传周"
    r"|宣传日|开放日|助万企|早茶|课堂|讲堂|进农家|进牧户|进农牧家|法到家|学宪法、?讲宪法|我与宪法|美好生活.民法典相伴|大讨论.?大调研|调解会|谈心会|行动)$"
    r"|·法|^(?:法润|法治.{1,3}(?:行|汇|会|慕|集)$|普法.{1,3}行|送法|法进|大学习)"
)
_BRAND_NOT = re.compile(
    r"扫码|谁.*谁|明白人|示范|带头人|谁执法|办成一件|最多|一件事|直通车"
    r"|平台|工作法|机制|模式|经验|中心$|工作室|调解室|服务站|制度|四个|两个|一网|三项|必修课|第一课|最后一公里|开学第一课"
)


@dataclass(slots=True, frozen=True)
class _Compiled:
    automaton: AhoCorasick
    ids: tuple[str, ...]
    kinds: tuple[str, ...]


@lru_cache(maxsize=4)
def _compiled(knowledge: Knowledge) -> _Compiled:
    names: dict[str, tuple[str, str]] = {}
    for event in knowledge.events:
        for name in event.names:
            names.setdefault(fold(name), (event.id, event.kind))
    return _Compiled(AhoCorasick(list(names), matchkind=MatchKind.LeftmostLongest), tuple(v[0] for v in names.values()), tuple(v[1] for v in names.values()))


def find_events(source: Source) -> list[Candidate]:
    """EVENT candidates. id: the row of the events table, for those that stand there."""
    folded = source.folded
    found = _named(source)
    for pattern in (_MEETINGS, _POPULARISE, _LAW_INTO):
        for match in pattern.finditer(folded):
            start, end = _balanced(folded, match.start(), match.end())
            found.append(Candidate(start, end, "EVENT"))
    found += _drives(folded)
    found += _campaigns(folded)
    found += _brands(folded)
    return found


_BEFORE_DAY = re.compile(rf"(?:第\d{{1,3}}个|第[一二三四五六七八九十]{{1,4}}个)?(?:{_DAY_DATE})?(?:全国|国际|世界|全省|全市)?{_QUOTE}?$")


def _named(source: Source) -> list[Candidate]:
    folded = source.folded
    compiled = _compiled(source.knowledge)
    found = []
    for number, start, end in compiled.automaton.find_matches_as_indexes(folded):
        if compiled.kinds[number] in ("day", "week", "month"):
            head = _BEFORE_DAY.search(folded, max(0, start - 16), start)
            left = head.start() if head else start
            if folded.startswith(("“", '"'), left) or left < start:
                start, end = _balanced(folded, left, end)
            else:
                start, end = _balanced(folded, start, end)
        else:
            start, end = _balanced(folded, start, end)
        found.append(Candidate(start, end, "EVENT", id=compiled.ids[number]))
    return found


def _balanced(folded: str, start: int, end: int) -> tuple[int, int]:
    """Take in the quotation mark that closes (or opens) right at the edge of the span, drop one that has no partner inside."""
    span = folded[start:end]
    opened, closed = span.count("“"), span.count("”")
    straight = span.count('"')
    if opened > closed and folded[end : end + 1] == "”":
        return start, end + 1
    if opened > closed and span.startswith("“"):
        return start + 1, end
    if closed > opened and folded[start - 1 : start] == "“":
        return start - 1, end
    if closed > opened and span.endswith("”"):
        return start, end - 1
    if opened == closed == 0 and not straight and folded[start - 1 : start] == "“" and folded[end : end + 1] == "”":
        return start - 1, end + 1
    if straight % 2:
        if folded[end : end + 1] == '"':
            return start, end + 1
        if span.startswith('"'):
            return start + 1, end
        if folded[start - 1 : start] == '"':
            return start - 1, end
        return start, end - 1 if span.endswith('"') else end
    if not straight and opened == 0 and folded[start - 1 : start] == '"' and folded[end : end + 1] == '"':
        return start - 1, end + 1
    return start, end


def _drives(folded: str) -> list[Candidate]:
    found = []
    for match in _DRIVE.finditer(folded):
        if match[0][0] in "“\"":
            found.append(Candidate(match.start(), match.end(), "EVENT"))
    return found


def _campaigns(folded: str) -> list[Candidate]:
    found = []
    for match in _CAMPAIGN.finditer(folded):
        floor = line_floor(folded, match.start(), 24)
        window = folded[floor : match.start()]
        cut = 0
        for stop in _CAMPAIGN_LEFT.finditer(window):
            cut = stop.end()
        start = floor + cut
        # what is quoted belongs to the name, and so does what stands before the quotation (河湖“清四乱”专项行动)
        quoted = _QUOTED_PART.search(window)
        if quoted:
            cut = 0
            for stop in _CAMPAIGN_LEFT.finditer(window, 0, quoted.start()):
                cut = stop.end()
            start = floor + cut
        name = folded[start : match.start()]
        if _GENERIC_CAMPAIGN.match(name) or len(name) < 2:
            continue
        found.append(Candidate(start, match.end(), "EVENT"))
    return found


def _brands(folded: str) -> list[Candidate]:
    found = []
    for match in _BRAND.finditer(folded):
        name = match[1] or match[2]
        if _BRAND_NOT.search(name) or not _BRAND_NAME.search(name):
            continue
        found.append(Candidate(match.start(), match.end(), "EVENT"))
    return found
