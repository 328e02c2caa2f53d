"""Names of issuing bodies: taking them apart, the level of one."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from fazhi_nlp.core.normalize import fold
from fazhi_nlp.knowledge.base import load_knowledge

LONGEST = 45
_YEAR = re.compile(r"^(?:20\d\d|二[〇○零]二?.)年度?(?=[一-龥]{2})")
_SPLIT = re.compile(r"[ 、\u3000]+")
_END = re.compile(
    r"(?:政府|委员会|办事处|局|厅|部|委|院|署|党组|办公室|中心|大队|支队|总队|公司|委|所|乡|镇|街道|县|区|市|省"
    r"|州|旗|盟)$"
)
_GOVERNMENT = re.compile(r"(?:人民政府|办事处|政府)$")
_TOWNSHIP = re.compile(
    r"(?:乡|镇|街道|苏木)(?:人民政府|政府|委员会|工作委员会|党委|党工委|办事处|街道办事处)?$|街道办事处$"
    r"|街道工作委员会$"
)
_DEPARTMENT = re.compile(r"(?:局|厅|办公室|党组|中心|[支总大]队|分局|总局|署|所|管委会|管理委员会|委|部|院|集团|公司)$")
_COMMISSION = re.compile(
    r"(?:改革|健康|建设|国资|管理|监督|民族|宗教|经济|教育|科技|科学|技术|信息化|交通|卫生|计划生育|体育"
    r"|工作|农业|城乡).{0,8}委员会$"
)
_MINISTRY = re.compile(r"^(?:中华人民共和国|国家|中国|国务院)|^[\u4e00-\u9fff]{2,8}部(?:党组)?$")
_AREA = re.compile(
    r"(?P<name>[\u4e00-\u9fff]{2,14}?(?P<kind>省|自治区|自治州|州|盟|地区|市|自治县|县|区|自治旗"
    r"|旗))(?:人民政府|政府|委员会|行政公署|党委)?$"
)
_MUNICIPALITIES = ("北京市", "天津市", "上海市", "重庆市")
_UNDER_CITY = re.compile(r"各?县\(市、?区\)|各县区|各区县|各县市区|各县\(区\)|县\(市、区\)|县市区|县级")
_UNDER_COUNTY = re.compile(r"各乡镇|各镇街|各镇\(街道\)|乡镇\(街道\)|各乡\(镇\)|镇街")

_NAME = (
    r"(?P<name>[^\W\d_在是有的和与把将我全各本该对按照据从为到由了其以及、A-Za-z]{2,14}?(?:人民政府|街道办事处|(?<![集乡城村])镇|乡|街道|县|(?<![示辖社山库牧景园地城灾老发林湖]|治)区"
    r"|(?<![城门县])市|旗|自治州|自治区|局|厅|委员会))"
)
_REPORTS = re.compile(rf"现[将就]{_NAME}(?=20\d\d|[上本]?年度|有关|推进|法治|工作|贯彻|落实|依法|开展)")
_ACTS = re.compile(
    rf"(?:^|[。,;])(?:(?:20\d\d年(?:度|以来)?|一年来|过去一年来?|今年(?:以来)?),?)?{_NAME}"
    r"(?=党[委工组]|[在以用](?!外)|坚持|始终|认真|深入|全面|紧|牢记|高举|聚焦|结合|围绕|深刻|扎实|立足|贯彻|学习|遵循)"
)
_HIGHER = re.compile(r"^(?:.{0,4}[省市县区州旗]委|[省市县区州旗](?:人民)?政府|自治区|自治州|上级)")
_OWN = re.compile(r"我([乡镇街县区旗省州盟局厅委])(?![们的是])")
_OWN_LEVELS = {
    "乡": "township", "镇": "township", "街": "township", "县": "county", "区": "county", "旗": "county",
    "州": "city", "盟": "city", "省": "province",
}  # fmt: skip
OWN = 2
"""How often, at least, a report must say 我乡 or 我县 for its level to come from there."""


def named_in_text(folded: str) -> tuple[int, int] | None:
    """Where the opening of a report (folded) names the body that reports: 现将X镇2023年……, or X镇 as who acts; None where it names none."""
    for pattern in (_REPORTS, _ACTS):
        for match in pattern.finditer(folded):
            if not _HIGHER.match(match["name"]):
                return match.span("name")
    return None


def own_level(folded: str) -> str | None:
    """The level of a body that is named nowhere, from how it speaks of itself: 我镇, 我局; None where that does not tell."""
    kinds = Counter(_OWN.findall(folded)).most_common(2)
    if not kinds or kinds[0][1] < OWN or (len(kinds) > 1 and kinds[0][1] < 2 * kinds[1][1]):
        return None
    kind = kinds[0][0]
    if kind == "区" and "自治区" in folded:
        return None
    return _OWN_LEVELS.get(kind, "department")


def split_issuers(lines: list[str]) -> list[str]:
    """The bodies named in lines, each once: 中共XX镇委员会 XX镇人民政府 are two."""
    out: list[str] = []
    for line in lines:
        # 2023年庄市街道法治政府建设工作报告: the year stands before the body
        for name in _SPLIT.split(_YEAR.sub("", line.strip())):
            if 3 <= len(name) <= LONGEST and _END.search(name) and name not in out:
                out.append(name)
    return out


def primary(issuers: list[str]) -> str | None:
    """Of several issuers the government (a report is the government's), else the first."""
    return next((name for name in issuers if _GOVERNMENT.search(name)), issuers[0] if issuers else None)


def issuer_level(issuer: str, *, addressee: str | None = None, folded: str = "") -> str | None:
    """township, county, city, province, ministry, department, or None where the name does not tell.

    addressee and folded (the beginning of the report) help with cities that no table knows: a city writes to the province and has counties
    under it, a county-level city writes to a city and has townships.
    """
    name = fold(issuer)
    own = re.sub(r"^中共", "", name)
    if _TOWNSHIP.search(own):
        return "township"
    area = _AREA.search(own)
    if area and not _COMMISSION.search(own):
        return _area_level(area["name"], area["kind"], addressee, folded)
    if _MINISTRY.search(own) and not re.match(r"[\u4e00-\u9fff]{1,8}?[省市县区州旗]", re.sub(r"^(?:中华人民共和国|国家|中国|国务院)", "", own)):
        return "ministry"
    if _DEPARTMENT.search(own) or _COMMISSION.search(own):
        return "department"
    return None


def _area_level(name: str, kind: str, addressee: str | None, folded: str) -> str:
    if kind == "省" or name.endswith("自治区") or name in _MUNICIPALITIES:
        return "province"
    if kind in ("州", "自治州", "盟", "地区"):
        return "city"
    if kind != "市":
        return "county"
    if re.match(r"[\u4e00-\u9fff]{2,8}?[市州]", name[:-1]):
        return "county"
    known = _cities().get(name)
    if known:
        return known
    if addressee and "省" in addressee:
        return "city"
    if addressee and re.search("[市州]委|市人民政府|市政府", addressee):
        return "county"
    return "city" if len(_UNDER_CITY.findall(folded)) >= len(_UNDER_COUNTY.findall(folded)) else "county"


@cache
def _cities() -> dict[str, str]:
    levels = {"prefecture": "city", "city": "city", "county": "county", "province": "province"}
    return {place.name: levels[place.level] for place in load_knowledge().places if place.name.endswith("市") and place.level in levels}
