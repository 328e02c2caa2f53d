"""Who issued a norm, read off its title: a body of the centre, one that may make local law, or one that may not."""

from __future__ import annotations

import re
from enum import Enum
from functools import lru_cache

from fazhi_nlp.core.normalize import fold
from fazhi_nlp.knowledge.base import Knowledge


class Issuer(Enum):
    """Rank of an issuing body."""

    CENTRE = "centre"
    LEGISLATOR = "legislator"
    """Province, city with districts, autonomous prefecture, special zone."""
    AUTONOMOUS_COUNTY = "autonomous county"
    """May make autonomy regulations (条例) only."""
    LOWER = "lower"
    """County, district, township, village, a department of any local government, a firm, a school."""
    UNKNOWN = "unknown"


_CENTRE = re.compile(r"中华人民共和国|国务院|全国|国家|中国共产党|中共中央|中央|最高人民|人民检察院|人民法院|公安机关")
# a body that does not say of which place: 市人民政府…, 我县…, 局领导班子…
_UNNAMED = re.compile(
    r"(省(?!级)|自治区|自治州)|(?:本|我)?(?:(市)|(?:州|县|区|旗|乡|镇|街道|局|厅|院|校|村|社区|公司))(?=委|人民政府|政府|党|人大|直|领导|机关|班子|级)|"
    r"(?:党委|党工委|党组|局|街道|镇|乡|村)(?=[\u4e00-\u9fff])"
)
_DEPARTMENT = re.compile(
    r"(?:人民政府)?(?:[\u4e00-\u9fff]{1,12}?(?:局|厅|(?<!村民)(?<!居民)(?<!常务)委员会|办公室|指挥部|领导小组|法院|检察院|学校|大学|学院|公司)|党委|党工委|委办)"
)
_LEVEL = re.compile(r"自治县|自治旗|自治州|自治区|地区|街道|苏木|社区|[省市盟县区旗镇乡村]")
# words in which a letter of a level is no level
_NO_LEVEL = re.compile(
    r"城市|都市|上市|市场|市政|市容|市民|市域|县域|区块|区域|社区(?:矫正|居民|戒毒)|乡村|乡镇|城镇|城乡|乡土|村民|村级|村规|村庄|镇街|农村|民族乡|民族区域|"
    r"(?:行政|保护|名胜|开发|示范|模范|试验|矫正|经济|功能|集聚|管理|[园景山牧林海库灾城校小厂港特辖军禁疫矿新湖])区"
)
_SPECIAL = re.compile(r"(?:[\u4e00-\u9fff]{2,4})?(?:自由贸易港|自由贸易试验区|经济特区)")
_BEFORE_TITLE = re.compile(r"(?:(省|自治区|自治州|市)|(县|区|旗|乡|镇|街道|局|村))(?:人民政府|政府|委|党委)?的?$")
_CENTRE_BEFORE = re.compile(
    r"(?:国务院|国务院办公厅|最高人民(?:法院|检察院)|全国人大常委会|总局|国家信访局|"
    r"(?:公安|司法|民政|财政|教育|水利|商务|人社|住建|农业农村|交通运输|生态环境|自然资源|应急管理|城乡建设|社会保障|信息化|文化和旅游)部)(?:的|印发)?$"
)
_REACH = 14


@lru_cache(maxsize=4)
def _levels(knowledge: Knowledge) -> tuple[dict[str, str], int]:
    """Level of each place by its folded name, and the longest name; the short forms of provinces count (广西法治…)."""
    levels: dict[str, str] = {}
    for place in knowledge.places:
        for name in (place.name, *(place.aliases if place.level == "province" else ())):
            levels.setdefault(fold(name), place.level)
    return levels, max(map(len, levels), default=0)


def read_issuer(title: str, knowledge: Knowledge) -> Issuer:
    """The rank of the body that a folded title begins with."""
    if _SPECIAL.match(title):
        return Issuer.LEGISLATOR
    if _CENTRE.match(title):
        return Issuer.CENTRE
    length, rank = _place(title, knowledge)
    if not length:
        unnamed = _UNNAMED.match(title)
        if unnamed is None or _starts_word(title):
            return Issuer.UNKNOWN
        return Issuer.LEGISLATOR if (unnamed[1] or unnamed[2]) and not _DEPARTMENT.match(title, unnamed.end()) else Issuer.LOWER
    if rank is Issuer.LEGISLATOR and (_place(title[length:], knowledge)[0] or _DEPARTMENT.match(title, length)):
        return Issuer.LOWER
    return rank


def read_context(before: str) -> Issuer:
    """The rank of the body that stands directly before 《, as in 省《…办法》 or 我乡《…》."""
    if _CENTRE_BEFORE.search(before):
        return Issuer.CENTRE
    match = _BEFORE_TITLE.search(before[-_REACH:])
    if match is None:
        return Issuer.UNKNOWN
    return Issuer.LEGISLATOR if match[1] else Issuer.LOWER


def _place(title: str, knowledge: Knowledge) -> tuple[int, Issuer]:
    """How many characters of the title's head are a place, and its rank; 0 if there is none."""
    levels, longest = _levels(knowledge)
    for length in range(min(longest, len(title)), 1, -1):
        level = levels.get(title[:length])
        if level is not None:
            return length, _rank(title[:length], level)
    for match in _LEVEL.finditer(title, 2, _REACH):
        if not _in_word(title, match.start(), match.end()):
            return match.end(), _rank(title[: match.end()], None)
    return 0, Issuer.UNKNOWN


def _starts_word(title: str) -> bool:
    return _NO_LEVEL.match(title) is not None


def _in_word(title: str, start: int, end: int) -> bool:
    return any(m.start() < end and start < m.end() for m in _NO_LEVEL.finditer(title, 0, end + 3))


def _rank(name: str, level: str | None) -> Issuer:
    if name.endswith(("自治县", "自治旗")):
        return Issuer.AUTONOMOUS_COUNTY
    if level == "province" or name.endswith(("省", "自治区", "自治州")):
        return Issuer.LEGISLATOR
    # 地区 and 盟 have no congress of their own; a city of the level of a county has one that makes no law
    if level != "county" and name.endswith("市"):
        return Issuer.LEGISLATOR
    return Issuer.LOWER
