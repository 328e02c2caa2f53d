"""LAW: titles in 《》, and names of laws without it."""

from __future__ import annotations

import re
from functools import lru_cache

from ahocorasick_rs import AhoCorasick, MatchKind

from fazhi_nlp.core.normalize import fold
from fazhi_nlp.entities.base import Candidate, Source
from fazhi_nlp.entities.titles import read_titles
from fazhi_nlp.knowledge.base import Knowledge

_HAN = re.compile(r"[\u4e00-\u9fff]")
# what makes another word of a name in 法: 行政处罚法律文书, 统计法规, 行政处罚法制审核, 监察法庭, 民法学者
_LONGER = re.compile(r"律(?!师)|[规治制院官庭警务盲案人援典]|定(?!于)|理(?!解)|学(?!习|法|用|深|通)|通则|委员会")
# what makes an event or an institution of a name
_EVENT = re.compile(r"日(?![常益渐])|(?:学习|主题)?宣传(?:日|周|月|年)|(?:学习|主题)?(?:周|月)(?![初中末份])|颁布(?:日|纪念)|精神学习教育")
# characters before which a name of two or three characters does begin: verbs of reading and keeping, particles, prepositions, marks
_BEFORE = frozenset(
    "学习传贯彻行守释讲读用和与及或以按照据依对将把在于的由有了过看诵践违触犯懂悟研考修订施颁版绕如即含括到从给向让被悉掌普反重编送新实落援引合抓是国"
)
_SHORT = 3
_FREE = frozenset({"宪法", "民法典", "刑法"})
"""Short names that are no part of another word, whatever stands before them."""
_ORDINARY = ("规定", "办法", "规则", "细则", "通则", "准则")
_ORDINARY_LENGTH = 10
"""Up to here a name that ends in one of these is also an ordinary phrase (集体合同规定的标准) and stands for the norm only inside 《》."""
_AUTONOMOUS = ("自治州", "自治县", "自治旗")
_LAWS_FOLLOW = "法律"
_EIGHT = re.compile(r"(?:党)?中央(?:“八项规定”|\"八项规定\"|八项规定)(?!精神学习教育)")
_EIGHT_ID = "law:十八届中央政治局关于改进工作作风、密切联系群众的八项规定"
_LOCAL = re.compile(r"([\u4e00-\u9fff]{2,24}?)(?:条例|若干规定)(?=$|[,。;:、!?()\s和及等的中第]|实施|宣传|学习|宣讲|为|要求|规定|施行)")
_NO_NAME = re.compile(r"[的了和与以把将对等]|[按依]照|[根依]据|落实|贯彻|执行|制定|出台|修订|学习|宣[传讲]|颁布|施行|法规|规章|违反|组织|开展|[有相]关")


@lru_cache(maxsize=4)
def _names(knowledge: Knowledge) -> tuple[AhoCorasick, list[tuple[str, str]]]:
    bare = knowledge.laws.bare_names.items()
    named = [(name, law) for name, law in bare if len(name) > _ORDINARY_LENGTH or not name.endswith(_ORDINARY)]
    return AhoCorasick([name for name, _ in named], matchkind=MatchKind.LeftmostLongest), named


@lru_cache(maxsize=4)
def _legislators(knowledge: Knowledge) -> AhoCorasick:
    """Places whose congress may make regulations."""
    names = [
        fold(place.name)
        for place in knowledge.places
        if place.level == "province" or place.name.endswith(_AUTONOMOUS) or (place.level == "prefecture" and place.name.endswith("市"))
    ]
    return AhoCorasick(names, matchkind=MatchKind.LeftmostLongest)


def find_laws(source: Source) -> list[Candidate]:
    """All LAW candidates; ``id`` is that of the table where the law is there.

    Titles in 《》 (see `read_titles`), names of the table without 《》, regulations of provinces and cities without 《》, 中央“八项规定”.
    """
    found = [c for c in read_titles(source) if c.label == "LAW"]
    found.extend(_bare(source))
    found.extend(_local(source))
    found.extend(Candidate(m.start(), m.end(), "LAW", id=_EIGHT_ID) for m in _EIGHT.finditer(source.folded))
    return found


def _bare(source: Source) -> list[Candidate]:
    folded = source.folded
    automaton, named = _names(source.knowledge)
    found = []
    for number, start, end in automaton.find_matches_as_indexes(folded):
        name, law = named[number]
        if _stands_alone(folded, name, start, end):
            # 省优化营商环境条例 is not the national one
            own = name.endswith("条例") and folded[max(0, start - 1) : start] in ("省", "市", "区", "州")
            found.append(Candidate(start, end, "LAW", id=None if own else law, score=0.95))
    return found


def _stands_alone(folded: str, name: str, start: int, end: int) -> bool:
    if name.endswith("法") and not folded.startswith(_LAWS_FOLLOW, end) and _LONGER.match(folded, end):
        return False
    if _EVENT.match(folded, end) or (name == "党章" and folded.startswith("党规", end)):
        return False
    before = folded[max(0, start - 1) : start]
    return len(name) > _SHORT or name in _FREE or before in _BEFORE or not _HAN.match(before)


def _local(source: Source) -> list[Candidate]:
    folded = source.folded
    found = []
    last = 0
    for _, start, end in _legislators(source.knowledge).find_matches_as_indexes(folded):
        if start < last:
            continue
        match = _LOCAL.match(folded, end, min(len(folded), end + 40))
        if match and not _NO_NAME.search(match[1]):
            law = source.knowledge.laws.find(folded[start : match.end()])
            found.append(Candidate(start, match.end(), "LAW", id=law.id if law else None, score=0.9))
            last = match.end()
    return found
