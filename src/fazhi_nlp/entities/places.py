"""GPE: administrative areas that stand alone."""

from __future__ import annotations

import re
from functools import lru_cache

from ahocorasick_rs import AhoCorasick, MatchKind

from fazhi_nlp.core.normalize import fold
from fazhi_nlp.entities.areas import LONGEST, line_floor, own_names, unknown_stem
from fazhi_nlp.entities.base import Candidate, Source
from fazhi_nlp.knowledge.base import Knowledge

_LEVEL = re.compile(
    r"(?:(?P<village>村(?!社区)|社区(?!矫正|居家|教育|康复|服务|建设|治理|工作|生活|老人|警务|工厂|网格|党)|屯|嘎查)(?!村|民|居|规|企|史|小|委|组|务|情|集体|干|支|两|级|里|上|中|子"
    r"|落|庄|镇|寨|头|口|域|社|网格|党|“|\(|、组|、社区|医|庙|道|容|集|校)|(?<![乡城下返回离家老故小集市村场古驻护在到进入])(?P<town>镇|乡|街道|苏木)(?!镇|村|街|级|里|上|土|干|、村|、街"
    r"|、社区|、乡|\(|民|直|域|情|亲|贤|政|机关|办|党|人|综|派|司|中心|卫|和村))"
)
_GENERIC = re.compile(
    r"示范|行政|自然|建制|试点|美丽|文明|和谐|平安|法治|民主|脱贫|贫困|中心|智慧|新型|重点|农村|城市|城镇|乡镇|周边|辖区|所辖|基层|创建|边远|偏远|红色|先进|城乡|小区|老旧|大型|集体|生态|传统|数字|和美"
    r"|幸福|服务|普法|宣传|安置|易地|搬迁|移民|城中|边境|抵边|城郊|难点|后进|薄弱|软弱|牧业|农业|渔业|山区|林区|库区|革命|文化|旅游|特色|产业|明星|模范|先行|样板|整|农$|^乡|^镇|^街|[乡镇走驻进包联]$"
    r"|^嘎查|嘎查$|^新集|^新农|下$"
)


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


_AFTER_SHORT = re.compile(r"(?:[、,。;和与及的等人]|考察|调研|视察|篇章|重要讲话|参加|培训|学习|各地|全省|$)")


def find_places(source: Source) -> list[Candidate]:
    """GPE candidates. id: the statistical code, for areas of the table. Names within an institution's name lose to it in the arbiter."""
    folded = source.folded
    found: list[Candidate] = []
    automaton, rows = _automaton(source.knowledge)
    for number, start, end in automaton.find_matches_as_indexes(folded):
        code, _ = rows[number]
        if folded[end - 1] not in "省市区县旗州盟" and not _AFTER_SHORT.match(folded, end):
            continue
        if found and found[-1].end == start:
            # 浙江省杭州市 is one area
            found[-1].end, found[-1].id = end, code
            continue
        found.append(Candidate(start, end, "GPE", id=code))
    own = sorted(own_names(source), key=len, reverse=True)
    if own:
        pattern = re.compile("|".join(map(re.escape, own)))
        found += _own(folded, pattern, set(own))
    found += _unknown(source)
    return found


def _own(folded: str, pattern: re.Pattern[str], own: set[str]) -> list[Candidate]:
    found: list[Candidate] = []
    for match in pattern.finditer(folded):
        previous = found[-1] if found else None
        if previous is not None and previous.end == match.start() and previous.end - previous.start + len(match[0]) <= 2 * LONGEST:
            previous.end = match.end()
            continue
        found.append(Candidate(match.start(), match.end(), "GPE"))
    return found


def _unknown(source: Source) -> list[Candidate]:
    """Villages, communities and townships that no table holds, where their name has a clear left edge."""
    folded = source.folded
    words = frozenset(fold(term.id) for term in source.knowledge.context_words)
    found = []
    for match in _LEVEL.finditer(folded):
        floor = line_floor(folded, match.start(), 12)
        start = unknown_stem(folded, match.start(), floor, words, longest=4)
        if start is None or _GENERIC.search(folded[start : match.start()]):
            continue
        found.append(Candidate(start, match.end(), "GPE"))
    return found
