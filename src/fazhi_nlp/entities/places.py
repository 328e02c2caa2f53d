"""GPE: administrative areas that stand alone."""

from __future__ import annotations

import re
from functools import lru_cache

from ahocorasick_rs import AhoCorasick, MatchKind

from fazhi_nlp.entities.areas import LONGEST, NAMES_LIKE_WORDS, NO_AREAS, area_names, line_floor, own_names, unknown_stem
from fazhi_nlp.entities.base import Candidate, Source
from fazhi_nlp.entities.lexicon import Lexicon, lexicon
from fazhi_nlp.knowledge.base import Knowledge

_AFTER_VILLAGE = (
    r"\(社区|民|居(?!住)|规|企|史|小(?!学)|委|组|务|情|集体经济|干|支|两(?:委|级)|“|级|里|上|中(?!学)|子|落|庄|镇|寨|头|口|域|社(?!区)|网格|党|、组|、社区"
    r"|医|庙|道|容|集(?!中|体)|校|村(?!村规|村民|村干|村委|民|规)|容|貌|史|志"
)
_AFTER_TOWN = (
    r"镇|村|街|级|里|上|下|土|干|、村|、街|、社区|、乡|\(|民|直|域|情|亲|贤|政"
    r"|机关|办|党|人|综|派|司|中心|卫|和村|风|音|愁|邻|约|规|间|头|尾|区|长|邮|俗|韵"
)
_LEVEL = re.compile(
    r"(?P<village>(?<![驻进到下回入返出包联访走渔农乡兴强])村(?!社区)|社区(?!矫正|居家|教育|康复|服务|建设|治理|工作|生活|老人|警务|工厂|网格|党)|屯|嘎查)"
    rf"(?!{_AFTER_VILLAGE})|(?<![乡城下返回离家老故小市村场驻护在到进入])(?P<town>镇|乡|街道|苏木)(?!{_AFTER_TOWN})"
    r"|(?<![全我本该各邻外两跨强大市省在到进入治委送兴])(?P<county>县|(?<![城都超门夜集早闹股楼上兴强])市(?![场民容值面])|(?<![高城])新[区城])(?![级域城直乡里区内外市镇(委政局长处妇上下办]|、(?:[省市县区乡镇村街两各]))"
)
_GENERIC = re.compile(
    r"^新任|若干|任何|其余|其他|相应|^民族$|^[小大深]山$|无讼|无诉|无访|之$|治$|[侨壮瑶]$|千年|百年|示范|行政|自然|建制|试点|美丽|文明|和谐|平安|法治|民主|脱贫|贫困|中心|智慧|新型|重点|农村|城市|城镇|乡镇|周边|辖区|所辖|基层|创建|边远|偏远|红色|先进|城乡|小区|老旧|大型|集体|生态|传统|数字|和美"
    r"|幸福|服务|普法|宣传|安置|易地|搬迁|移民|城中|边境|抵边|城郊|难点|后进|薄弱|软弱|牧业|农业|渔业|山区|林区|库区|革命|文化|旅游|特色|产业|明星|模范|先行|样板|整|农$|^乡|^镇|^街|[乡镇走驻进包联]$"
    r"|^嘎查|嘎查$|苏木$|^新集|^新农|邻$|(?<![塘桥山坎岭坡坑田洋垄墩寨堡城溪岸])下$|沿|^[江河湖海]畔|^撤|^夜"
)
_NATURAL = "坪坝沟湾渠崖寨岭塬坳川圩庄屯滩洼垭堡峪铺店营墩嘴甸窑冲坑埠浦渡梁坡沱溪塘坎垄洞图"
_WITHOUT_LEVEL = re.compile(
    rf"(?<![一-龥])(?P<head>(?![在到对与和向赴往从经及至由于把等])[一-龥]{{2,3}}[{_NATURAL}])"
    rf"(?=、[一-龥]{{1,4}}(?:村|屯|社区|嘎查|[{_NATURAL}])(?![一-龥]{{0,8}}的))"
    rf"|(?:(?<=在)|(?<=走进))(?P<inside>[一-龥]{{2}}[{_NATURAL}])(?=[一-龥]{{2}})|(?:(?<=[在到对与赴向往])|(?<=走进)|(?<=深入))(?P<after>[一-龥]{{2}}[{_NATURAL}])(?=等|、|附近|一带)"
    rf"|(?<=[村寨屯{_NATURAL}]、)(?P<next>[一-龥]{{2}}[{_NATURAL}])(?=等|、|之间|[一-龥]界|$)"
)
_AT = r"(?:(?<=[在到赴])|(?<=走进)|(?<=绘就)|(?<=建设)|(?<=来到)|(?<=扎根)|(?<=扎进)|(?<=吹遍)|(?<=传遍)|(?<=照亮)|(?<=点亮))"
_NAME_GOES_ON = r"[省市县区旗镇乡村州盟]|街道|苏木|人|水库|渔村|渔港|派出所|司法所|[一-龥]{0,6}(?:局|委|院|所|办|公司|学院|大学|中学|小学|学校)"
_BARE_PROVINCE = re.compile(r"政务服务|[话菜籍e]|言子|方言|”|通|办|经济特区|自由贸易|自贸|[一-龥]{0,3}(?:大学|学院|师范|银行|日报|法制|律师|公司|集团|股份)")
_AFTER_SHORT = re.compile(r"[、,。;和与及的等人]|考察|调研|视察|篇章|重要讲话|参加|培训|学习|各地|全省|两地|三地|$")


@lru_cache(maxsize=4)
def _automaton(knowledge: Knowledge) -> tuple[AhoCorasick, tuple[tuple[str, str], ...]]:
    names: dict[str, tuple[str, str]] = {}
    for place in knowledge.places:
        if len(place.name) > 2:
            names.setdefault(place.name, (place.id, place.level))
        if place.level != "county":
            for alias in place.aliases:
                if len(alias) > 1:
                    names.setdefault(alias, (place.id, place.level))
    return AhoCorasick(list(names), matchkind=MatchKind.LeftmostLongest), tuple(names.values())


def find_places(source: Source) -> list[Candidate]:
    """GPE candidates. id: the statistical code, for areas of the table. Names within an institution's name lose to it in the arbiter."""
    folded = source.folded
    found: list[Candidate] = []
    automaton, rows = _automaton(source.knowledge)
    for number, start, end in automaton.find_matches_as_indexes(folded):
        code, level = rows[number]
        if folded[end - 1] not in "省市区县旗州盟" and not _stands_alone(folded, start, end, level):
            continue
        if found and found[-1].end == start:
            # 浙江省杭州市 is one area
            found[-1].end, found[-1].id = end, code
            continue
        found.append(Candidate(start, end, "GPE", id=code))
    own = sorted(own_names(source), key=len, reverse=True)
    if own:
        found += _own(folded, re.compile("|".join(map(re.escape, own))))
    words = lexicon(source.knowledge)
    stems = sorted(s for s in area_names(source).own if len(s) < 5 and s not in words.words)
    if stems:
        found += [Candidate(m.start(1), m.end(1), "GPE") for m in re.finditer(rf"{_AT}({'|'.join(map(re.escape, stems))})(?!{_NAME_GOES_ON})", folded)]
    found += _unknown(folded, words)
    found += _without_level(folded, words)
    return found


def _stands_alone(folded: str, start: int, end: int, level: str) -> bool:
    """Whether a short form (云南, 成都) means the area here, and is no part of another name."""
    if level == "province":
        return not _BARE_PROVINCE.match(folded, end) and folded[start - 1 : start] not in ("“", "爱")
    return _AFTER_SHORT.match(folded, end) is not None


def _own(folded: str, pattern: re.Pattern[str]) -> list[Candidate]:
    found: list[Candidate] = []
    for match in pattern.finditer(folded):
        previous = found[-1] if found else None
        if previous is not None and previous.end == match.start() and previous.end - previous.start + len(match[0]) <= 2 * LONGEST:
            previous.end = match.end()
            continue
        found.append(Candidate(match.start(), match.end(), "GPE"))
    return found


def _unknown(folded: str, words: Lexicon) -> list[Candidate]:
    """Villages, communities, townships and counties that no table holds, where their name has a clear left edge."""
    found = []
    for match in _LEVEL.finditer(folded):
        floor = line_floor(folded, match.start(), 12)
        start = unknown_stem(folded, match.start(), floor, words, longest=3 if match["county"] else 4)
        if start is None:
            continue
        stem = folded[start : match.start()]
        # a county's name is no word at all, a village's may hold one
        bare = match["county"] is not None and any(stem[i : i + 2] in words.words for i in range(len(stem) - 1))
        ordinary = bare or _is_ordinary(stem, words, town=match["town"] is not None)
        if ordinary or _GENERIC.search(stem) or stem + match[0] in NO_AREAS:
            continue
        found.append(Candidate(start, match.end(), "GPE"))
    return found


def _is_ordinary(stem: str, words: Lexicon, *, town: bool) -> bool:
    """Whether a stem is made of common words (受益|村, 海岛民宿|村). town: of a town; a village's name is a common noun as often."""
    if stem in NAMES_LIKE_WORDS:
        return False
    if len(stem) == 2:
        return stem in (words.words if town else words.verbs)
    if stem[-1] in "新老古" and len(stem) == 3:
        return stem[:2] in words.words
    if len(stem) == 3 and stem[:2] in words.verbs and stem[:2] not in NAMES_LIKE_WORDS:
        return True
    return stem[-2:] in words.verbs or (len(stem) == 4 and stem[:2] in words.words and stem[2:] in words.words)


def _without_level(folded: str, words: Lexicon) -> list[Candidate]:
    """Places called by a name alone (梁子坪), beside other places or where something is done."""
    found = []
    for match in _WITHOUT_LEVEL.finditer(folded):
        name = match[0]
        if match["inside"] and (folded[match.end() : match.end() + 2] not in words.words or folded[match.end() - 1 : match.end() + 1] in words.words):
            continue
        if not any(name[i : i + 2] in words.words for i in range(len(name) - 1)):
            found.append(Candidate(match.start(), match.end(), "GPE"))
    return found
