"""Names of administrative areas: those of the table, and those that a report itself teaches."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from fazhi_nlp.entities.base import Source
from fazhi_nlp.entities.lexicon import Lexicon
from fazhi_nlp.knowledge.base import Knowledge

LONGEST = 14
_LEVEL = r"(?:自治区|自治州|自治县|自治旗|特别行政区|省|市|州|盟|地区|县|区|旗|镇|乡|街道|苏木)"
_UNIT = re.compile(rf"[一-龥]{{1,9}}?{_LEVEL}")
_AFTER = re.compile(
    r"人民政府|政府|办事处|委员会|工作委员会|党工?委|委|[一-龥]{2,16}(?:局|厅|委|办公室|院|分局|支队|大队|中心|站)(?![一-龥])|[一-龥]{2,10}局|\d{4}|二[〇0零]|关于|法治|推进|今年|[\W\d]|$"
)
_NO_NAME = re.compile(r"^(?:中共|关于|我|本|全|各|该|在|对|现将|根据|坚持|推进|加强|[一-龥]*[的了和与及等])")
NO_AREAS = frozenset({"城市", "都市", "乡镇", "城镇", "集镇", "小镇", "街镇", "社区", "城区", "辖区", "园区", "景区", "小区"})
"""Words that end like an area's name and are none."""
NAMES_LIKE_WORDS = frozenset(
    "团结 和平 新华 胜利 光明 解放 红旗 前进 跃进 向阳 友谊 长江 东风 东方 朝阳 新建 新立 "
    "同心 同德 同乐 向荣 和兴 和顺 太和 永和 三和 人和 祥和 永安 太平 兴隆 富强 繁荣 春光 南山 北山 东山 西山 双桥 东升 "
    "红星 金星 先锋 前锋 民权 长寿 福利 石桥 大桥 小桥 "
    "东门 西门 南门 北门 龙门 河东 河西 江南 江北 高山 平原 银河 五一 八一 三八 花园 城南 城北 城东 城西 城关".split()
)
"""Common words that are names of places as often."""
_COMPLETED = re.compile(r"街道|[区县镇乡](?![镇村域直])")
_AFTER_VERB = ("前", "后", "时", "中")
_ETHNIC = re.compile(
    r"(?:蒙古|哈萨克|柯尔克孜|维吾尔|塔吉克|达斡尔|鄂温克|鄂伦春|裕固|撒拉|东乡|锡伯"
    r"|景颇|傈僳|拉祜|纳西|哈尼|土家|布依|仡佬|仫佬|毛南|布朗|普米|满|回|藏|壮|苗|瑶|侗|彝|白|傣|佤|羌|黎|畲|水|土|怒)族$"
)


# what ends before a name and belongs to none
_EDGE = re.compile(r"[^一-龥]|[在到与和及把请向至的同由对从为将让被给往于以经赴跟等是按找靠凭了也还但已即邀派使进入因]|(?<=[期年季节])[内间]")
_NO_STEM = re.compile(
    r"[各全我本该每几多个有不出进入没这此某另们级属两者共副条批次]|[之以目日年此面会从][前后间]|前后|^[先再又均都就才月]|[汛雨旱早晚初近]期$|年$|[待着了]|[期时月]间"
)


@dataclass(slots=True, frozen=True)
class AreaNames:
    """Names known in one text. full: with their level (邻鄂镇); stems: without (邻鄂); own: the stems that the text teaches."""

    full: frozenset[str]
    stems: frozenset[str]
    own: frozenset[str]

    def start_of(self, folded: str, end: int, floor: int, *, level: str = "", stems: bool = True) -> int:
        """Where the longest chain of names that ends at ``end`` begins (``end`` if there is none).

        level: level word that stands at ``end`` and completes the last name (镇 in 邻鄂|镇政府). floor: leftmost allowed start.
        stems: whether the last of the chain may be a name without its level.
        """
        at = self._one(folded, end, floor, level, stems)
        while at > floor:
            further = self._one(folded, at, floor, "", False)
            if further == at:
                break
            at = further
        return at

    def _one(self, folded: str, end: int, floor: int, level: str, stems: bool) -> int:
        for length in range(min(LONGEST, end - floor), 0, -1):
            piece = folded[end - length : end]
            if (piece + level) in self.full or (stems and length > 1 and not level and piece in self.stems):
                return end - length
        return end


@lru_cache(maxsize=4)
def _table_names(knowledge: Knowledge) -> AreaNames:
    full: set[str] = set()
    stems: set[str] = set()
    for place in knowledge.places:
        full.add(place.name)
        for alias in place.aliases:
            (full if alias[-1] in "省市县区州盟旗" and len(alias) > 2 else stems if place.level != "county" else full).add(alias)
    # a county's short form (黔江) goes with its level only: 黔江区 is there already
    return AreaNames(frozenset(n for n in full if len(n) > 1 and re.search(f"{_LEVEL}$", n)), frozenset(stems), frozenset())


def own_names(source: Source) -> set[str]:
    """Names of areas, with their level, that the issuing bodies, the title and the signature tell."""
    names: set[str] = set()
    table = _table_names(source.knowledge).full
    for text in _places_of_names(source):
        at = 0
        text = text.strip().removeprefix("关于").removeprefix("中共").removeprefix("中国共产党")
        chain = []
        while match := _unit(text, at, table):
            if _NO_NAME.match(match) or match in NO_AREAS:
                break
            chain.append(match)
            at += len(match)
        if chain and _AFTER.match(text, at):
            names.update(chain)
    return {n for n in names if 2 <= len(n) <= LONGEST}


def _unit(text: str, at: int, table: frozenset[str]) -> str | None:
    for length in range(min(LONGEST, len(text) - at), 1, -1):
        if text[at : at + length] in table:
            return text[at : at + length]
    match = _UNIT.match(text, at)
    if match is None or len(match[0]) < 2:
        return None
    # 庄市街道, 沙市区: a level right behind two characters completes their name
    if len(match[0]) == 2 and (whole := _COMPLETED.match(text, match.end())):
        return match[0] + whole[0]
    # 镇, 市 or 乡 as the second character belongs to the name more often than it ends it
    if len(match[0]) == 2 and match[0][1] not in "县市州旗":
        longer = _UNIT.match(text, match.end())
        return match[0] + longer[0] if longer else None
    return match[0]


def _places_of_names(source: Source) -> Iterator[str]:
    yield from source.issuers
    for number, paragraph in enumerate(source.paragraphs):
        named = {paragraph.section, paragraph.role} & {"title", "signature"}
        unknown = not paragraph.section and (number < 5 or number >= len(source.paragraphs) - 3)
        if (named or unknown) and paragraph.end - paragraph.start <= 60:
            yield source.folded[paragraph.start : paragraph.end]


def area_names(source: Source) -> AreaNames:
    """The names known in a text: those of the table and those that the text teaches."""
    table = _table_names(source.knowledge)
    own = own_names(source)
    stems: set[str] = set()
    for name in own:
        long = re.sub(f"{_LEVEL}$", "", name)
        stems.update(stem for stem in (long, _ETHNIC.sub("", long)) if len(stem) > 1)
    return AreaNames(table.full | own, table.stems | stems, frozenset(stems))


def line_floor(folded: str, at: int, reach: int) -> int:
    """The leftmost offset of the line of ``at`` that is at most ``reach`` characters before it."""
    begin = max(0, at - reach)
    return folded.rfind("\n", begin, at) + 1 or begin


def unknown_stem(folded: str, end: int, floor: int, words: Lexicon, *, longest: int) -> int | None:
    """Where the stem of a name that no table holds begins, before its level or organ at ``end``.

    It must follow a clear edge: punctuation, a preposition, or a word that stands before names; after a common verb too, if two characters
    or more are left. floor: leftmost allowed start; longest: most characters of a stem. None if what stands there is no stem of 2 to
    ``longest`` characters.
    """
    begin = max(floor, end - longest - 2)
    window = folded[begin:end]
    cut = 0 if begin == floor else None
    for match in _EDGE.finditer(window):
        at = match.start()
        if window[at : at + 2] not in NAMES_LIKE_WORDS and window[max(0, at - 1) : at + 1] not in NAMES_LIKE_WORDS:
            cut = match.end()
    for at in range(max(2, cut or 0), len(window) + 1):
        word = window[at - 2 : at]
        if word in words.context or (word in words.verbs and len(window) - at >= 2):
            cut = at
    if cut is None:
        return None
    stem = window[cut:]
    if (stem[:2] in words.verbs and (len(stem) == 2 or stem[2:] in _AFTER_VERB)) and stem not in NAMES_LIKE_WORDS:
        return None
    if not 2 <= len(stem) <= longest or _NO_STEM.search(stem) or any(stem[i : i + 2] in words.context for i in range(len(stem) - 1)):
        return None
    return begin + cut
