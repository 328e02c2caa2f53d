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
    r"|《[^《》\n]{2,14}》(?:普法|学习|专题|集中)?宣传(?:周|月|日)"
    r"|中央全面依法治国会议|中央依法治国会议|全国两会"
)
_QUOTE = '[“”"]'
_FIVE = "[三四五六七八九]五"
_POPULARISE = re.compile(
    rf"(?:“{_FIVE}”普法|“{_FIVE}普法”|\"{_FIVE}\"普法|\"{_FIVE}普法\"|(?<![“\"]){_FIVE}普法)(?!规划|决议|实施|方案|工作[规计方]|宣传教育规划|五年|责任)"
)
_LAW_INTO = re.compile(
    r"“法律(?:[四五六七八九十N]|\d)进”|\"法律(?:[四五六七八九十N]|\d)进\"|法律[四五六七八九十]进(?![一-龥]{1,3}、)|“法律进[一-龥]{2,5}”|\"法律进[一-龥]{2,5}\""
)
_DAY_DATE = rf"{_QUOTE}?(?<!\d)\d{{1,2}}[·.]\d{{1,2}}{_QUOTE}? ?"
_CAMPAIGN = re.compile(
    r"百日(?:攻坚|整治|清零|会战|治理|清欠|提升)?行动|专项(?:斗争|(?:排查|清理|执法|打击|治理|检查|督查|整顿)?(?:整治|治理|提升|攻坚|清理|排查|执法|打击)?(?:20\d\d)?行动)|百日攻坚(?:专项)?行动|攻坚[一二三]年行动|三年(?:攻坚"
    r"|提升)?行动(?!计划|方案)|大整治(?:大[一-龥]{2})?(?:专项)?行动|(?<=”)(?![一-龥]{0,5}[的是了])[一-龥]{0,6}(?<!自觉)(?<!实际)行动|(?<=\")(?![一-龥]{0,5}[的是了])[一-龥]{0,6}(?<!自觉)(?<!实际)行动|打击整治行动|攻坚行动"
    r"|(?<=问题)专项(?:清理)?整治(?!行动)|专项(?:执法|联合)?(?:整治|检查|治理|督查|清查)(?!行动|工作|活动|方案|中|力度|任务|机制|期间|等|[一-龥]{0,2}结合)"
)
_CAMPAIGN_NOUNS = ("行动", "斗争", "问题专项整治", "清理整治")
_CAMPAIGN_LEFT = re.compile(
    r"[^一-龥“”\"0-9·A-Za-z]|深入开展|扎实开展|持续开展|组织开展|集中开展|联合开展|开展了?|推进|实施|结合|组织|部署|参与|参加|配合|进行|抓好|做好|打好|启动|落实|聚焦|围绕|纵深|深入|持续|扎实|全面"
    r"|深化|常态化|积极|认真|大力|有序|强化|狠抓|抓实|打响|打赢|围绕|统筹|协同|联合|牵头|承担|完成|先后|统一|严格|通过|依托|借助|利用|按照|根据|以|在|将|把|对|等|的|了|和|与|及|为|到|从|由|向|是"
    r"|[0-9一二三四五六七八九十两几多余](?:项|个|次|轮|场|起|批)|按|紧盯|坚持|抓住|连同|适逢|恰逢|正值|借|趁|紧扣|瞄准|针对|贯穿|一些|若干|多个|紧紧|稳步|高效|精准|迅速|及时|主动|坚决|继续|重拳|会同|协助|响应|迎接|组成|列为|发起|筹备|加大|加强|督导|参照|定期|分批|同步|首次|再次|适时|累计|年内|全年|期间|巩固|延续|开好|走好|唱响|抢抓|列入|纳入|作为|因|已|再|并|就"
)
_QUOTED_PART = re.compile(r"[“\"][^“”\"]{2,16}[”\"](?:(?!行动|活动)[^的和与及\W\d_]){0,10}$")
_GENERIC_CAMPAIGN = re.compile(
    r"^(?:各类|系列|多项|有关|相关|各项|重点|上级|省级|市级|县级|年度|一系列"
    r"|小型|大型|各种|不同|常规|日常|季节性|阶段性|法治|普法|联合|集中|多轮|重点领域|行政执法|执法|部门|多部门)?$"
)
_DAYS = re.compile(r"(?:世界|国际|全国|中国|国家|全民)(?!各|性|化|级|的)[一-龥]{1,8}?(?<![今当昨次近每即节假工作生])日(?![常前后益期报子程均志本起历用记托])")
_DATED = re.compile(r"“(\d{1,2}·\d{1,2})”(?=[、,和及与等]|期间|前后|活动|宣传|当天|节点|维权|普法|系列)")
_PERIODS = re.compile(r"宣传(?:教育|服务)?(?:周|月|日)|(?:活动|服务|维权|体验|教育|科技|节能|诚信|促进)(?:周|月)(?![期末度份内])|开放日")
_NO_PERIOD = re.compile(r"^(?:我|本|每|各|全|该|一|法律|政府|公众|校园|警营|检察|法院|集中|系列|专题|主题)?$|[每各该第]|工作$")
_DRIVE = re.compile(r"(?:“[^“”\n]{2,20}”|\"[^\"\n]{2,20}\"|[一-龥]{2,10})(?:学习教育|主题教育|教育整顿|教育实践活动)")
_BRAND = re.compile(r"“([^“”\n]{2,12})”|\"([^\"\n]{2,12})\"")
_BRAND_NAME = re.compile(
    r"(?:说法|普法|讲法|学法|释法|说理|评理|夜话|夜学|夜谈|赶场|圩亭|夜市|小板凳|大篷车|轻骑兵|法学堂|茶馆|话法治|进企业|入企|进校园|进万家|文艺下乡|微宣讲|法治行|普法行|宣讲行|普法月|宣传月|宣传周"
    r"|宣传日|开放日|助万企|早茶|进农家|进牧户|进农牧家|法到家|学宪法、?讲宪法|我与宪法|美好生活.民法典相伴|大讨论.?大调研|调解会|谈心会|(?<!^第一)行动|普法会|法治课|擂台赛|进[百千万]?[家村户企校店场站园区厂港船山乡寨牧]|普法[一-龥]{0,4}行|说法会|学法会|宣讲会|故事会|普法集市|法治集市|法律集市|普法剧场|法治剧场)$"
    r"|·法|^(?:法润|法治.{1,3}(?:行|汇|会|慕|集)$|普法.{1,3}行|送法|法进|大学习)"
)
_BRAND_NOT = re.compile(
    r"扫码|谁.*谁|明白人|示范|带头人|谁执法|办成一件|最多|一件事|直通车"
    r"|平台|工作法|机制|模式|经验|中心$|工作室|调解室|服务站|制度|四个|两个|一网|三项|必修课|第一课|最后一公里|开学第一课"
)


_HELD = re.compile(
    r"(?:(?:主题|系列|专题|普法|法治|法律|宣传|教育|宣讲|志愿服务|集中|公益|文化|实践|惠民|知识){0,3}(?:活动|巡回宣讲|宣讲(?![队团员])|巡演|巡讲|演出|竞赛|大赛|擂台赛)(?!平台|中心|品牌|机制|阵地|室)"
    r"|[一-龥]{0,4}?\d+余?(?:期|场(?!所)))"
)
"""What follows the name of an activity that is held, and no working method's or platform's."""
_TERMS = frozenset({"以案说法", "以案释法", "以案普法", "第一行动", "怕学法", "爱学法", "要我学法", "我要学法"})
_TEAM = re.compile(r"(?:普法|法治|志愿服务|志愿|宣讲|宣传|文艺)*(?:队|团|小组|专班)|(?:说理|议事|评理)(?:堂|厅|室|点)|调解室|工作室|阵地")
_ACTIVITIES = ("活动", "宣讲", "巡演", "巡讲", "演出", "竞赛", "大赛", "擂台赛")
_HOLDING = re.compile(r"(?:开展|举办|开办|开设|组织|举行|打造|推出|启动|参加|唱响|办好|办)$")
_HELD_NOT = re.compile(
    r"回头看|以案释法|以案说法|扫黄打非|三会一课|放管服|双随机|一对一|面对面|点对点|[三四五六七八九两双]资|^[一二两三四五六七八九十双]个?[项个代]|三公"
    r"|法治体检|公证|联系点|调解$|执法$|审批|办理$|服务$"
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
    found += [Candidate(m.start(), m.end(), "EVENT") for m in _DAYS.finditer(folded)]
    found += _periods(folded, {c.end for c in found})
    found += _dated(source)
    return found


_BEFORE_DAY = re.compile(
    rf"(?:第\d{{1,3}}个|第[一二三四五六七八九十]{{1,4}}个)?(?:(?:{_DAY_DATE})?(?:全国|国际|世界|全省|全市)?[“\"]?|“[一二三四五六七八九十]{{1,2}}月?[一二三四五六七八九十]{{1,2}}”)$"
)


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
        if match[0][0] in '“"':
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
        if _GENERIC_CAMPAIGN.match(name) or len(name) < (2 if match[0].endswith(_CAMPAIGN_NOUNS) else 4):
            continue
        found.append(Candidate(start, match.end(), "EVENT"))
    return found


def _brands(folded: str) -> list[Candidate]:
    found = []
    for match in _BRAND.finditer(folded):
        name = match[1] or match[2]
        if _BRAND_NOT.search(name) or name in _TERMS or _TEAM.match(folded, match.end()) or not (_BRAND_NAME.search(name) or _is_held(folded, match, name)):
            continue
        found.append(Candidate(match.start(), match.end(), "EVENT"))
    return found


def _is_held(folded: str, match: re.Match[str], name: str) -> bool:
    """Whether what is said around a quoted name makes it an activity (举办“…”12场, “…”主题活动)."""
    after = _HELD.match(folded, match.end())
    if after is None or _HELD_NOT.search(name):
        return False
    return after[0].endswith(_ACTIVITIES) or _HOLDING.search(folded, max(0, match.start() - 4), match.start()) is not None


def _periods(folded: str, known: set[int]) -> list[Candidate]:
    """Weeks, months and days of publicity by any name (…宣传月). known: ends of those that the table has."""
    found = []
    for match in _PERIODS.finditer(folded):
        floor = line_floor(folded, match.start(), 14)
        cut = 0
        window = folded[floor : match.start()]
        for stop in _CAMPAIGN_LEFT.finditer(window):
            cut = stop.end()
        name = window[cut:].removeprefix("“")
        cut = len(window) - len(name)
        if not 2 <= len(name) <= 10 or _NO_PERIOD.search(name) or "“" in name or '"' in name:
            continue
        start, end = _balanced(folded, floor + cut, match.end())
        # the table has 集中宣传月 too, which may be the end of a longer name
        if end not in known or folded.startswith("集中", match.start() - 2):
            found.append(Candidate(start, end, "EVENT"))
    return found


def _dated(source: Source) -> list[Candidate]:
    """Days called by their date alone (“3·15”)."""
    days = {event.date: event.id for event in source.knowledge.events if event.date}
    matches = _DATED.finditer(source.folded)
    return [Candidate(m.start(), m.end(), "EVENT", id=days[m[1]]) for m in matches if m[1] in days]
