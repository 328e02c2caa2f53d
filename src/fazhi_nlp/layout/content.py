"""What a paragraph's own words say of its section: openings such as 下一步, 回顾一年来, and the density of words of lack and of intent."""

from __future__ import annotations

import re

LOOKED_AT = 3000
"""How many characters of a part are weighed, at most."""

_PLAN_OPENING = (
    r"(?:下一?步|下一?年度?|下一?阶段|明年|来年|今后|新的一年里?|接下来"
    r"|未来一年|展望(?:未来|来年|明年|新的?一年|20\d\d年?)|(?:站在|迈向|面向|踏上)新的?(?:历史)?(?:起点|征程)上?(?!回))"
)
_PLAN_START = re.compile(
    rf"^(?:[^,。;:]{{0,12}}[,。])?(?:在)?{_PLAN_OPENING}(?=[,,:]|[^。;]{{0,40}}(?:将|要|继续|重点|计划"
    rf"|打算|拟|着力|切实|进一步|以|抓))"
)
_ANSWER_START = re.compile(
    r"^(?:针对|对照)(?:上述|以上|这些|存在的?)[^,。]{0,10}[,][^。]{0,30}(?:下一?步|下一?年|明年|今后|将"
    r"|重点|着力|要)"
)
_PLAN_INSIDE = re.compile(rf"(?:(?<=[。;!])|^)(?:[^,。;:]{{0,10}}[,])?{_PLAN_OPENING}")
_YEAR_INSIDE = re.compile(r"(?:(?<=[。;!])|^)(20\d\d)年(?:度)?(?!\d{1,2}月\d)[^。;]{0,80}?(?:将|要|继续|重点|计划|力争|[,:推换抓开加])")
_YEAR_START = re.compile(r"^(20\d\d)年(?:度)?(?!\d{1,2}月\d)[^。]{0,80}?(?:将|要(?!求)|继续|重点抓|计划|力争|努力|奋力)")
_LACK_START = re.compile(
    r"^[^。]{0,90}?(?:存在|还有|仍有|尚有|有着?|看到|面临|仍是|正视|查找|认识到)[^。]{0,32}?(?:不足|差距|短板|薄弱环节|薄弱点"
    r"|问题|困难|弱项|欠缺|短处|欠账|堵点)"
)
_CONCESSION = re.compile(
    r"虽然?|尽管|但|然而|同时|清醒|对照|相比|回顾|肯定成绩|总的(?:来)?看|成绩(?:面前|之外)|不容回避"
    r"|也要看到|当前|目前|主要(?:是|表现)|以下"
)
_RETROSPECT = re.compile(
    r"^[^。:]{0,24}(?:(?:成绩|成效)(?:来之不易|背后|固然|属于过去|面前|之外|可喜)|反躬自省|居安思危|(?:问题|短板|差距)(?:警钟|不容|仍|更|犹)|遗憾|任重道远)"
)
RETROSPECT_LACK = 0.8
"""Words of lack per 100 characters from which a paragraph that opens with a look back speaks of shortcomings."""
_LEADERS = re.compile(
    r"^[^,。]{0,16}(?:党政主要(?:负责(?:人|同志)|领导)|主要负责(?:人|同志)|主要领导|书记[、和]?.{0,6}长)[^。]{0,60}(?:第一责任"
    r"|四个亲自|亲自部署|法治建设.{0,4}职责)"
)
_LACK = re.compile(
    r"不足|不够|不强|不高|不深|不实|不准|不严|不细|不匹配|不均|不平衡|不到位|薄弱|差距|有待|欠缺|滞后"
    r"|偏[少弱低慢软紧]|短板|缺乏|紧缺|困难|问题|弱项|尚未|难以|流于|个别|少数|有的"
)
_INTENT = re.compile(
    r"(?:^|[,。;:])[^,。;:]{0,10}(?:将|要(?!求|么))|力争|下一?步|明年|继续|持续|进一步|不断|不少于|确保|努力"
    r"|奋力|计划|以上"
)


def plan_starts(line: str, year: int | None) -> bool:
    """Whether the folded paragraph opens with words about the time after the year reported on."""
    if _PLAN_START.match(line) or _ANSWER_START.match(line):
        return True
    match = _YEAR_START.match(line)
    return match is not None and year is not None and int(match[1]) > year


def plan_share(line: str, year: int | None) -> float:
    """Share of the paragraph, in characters, from the first sentence about the time to come to its end."""
    match = _PLAN_INSIDE.search(line)
    start = match.start() if match else len(line)
    if year is not None:
        for found in _YEAR_INSIDE.finditer(line, 0, start):
            if int(found[1]) > year:
                start = found.start()
                break
    return 1 - start / len(line) if line else 0.0


def lack_starts(line: str) -> bool:
    """Whether the folded paragraph opens by admitting shortcomings."""
    match = _LACK_START.match(line[:160])
    if match is None and _RETROSPECT.match(line[:80]):
        lack, intent = densities(line, None)
        return lack >= RETROSPECT_LACK and lack > intent
    return match is not None and _CONCESSION.search(line[: match.end() + 10]) is not None


def leaders_start(line: str) -> bool:
    """Whether the folded paragraph opens with the heads of party and government as first persons responsible."""
    return _LEADERS.match(line[:160]) is not None


def densities(text: str, year: int | None) -> tuple[float, float]:
    """Words of lack and words of intent in a folded text, each per 100 characters."""
    text = text[:LOOKED_AT]
    if not text:
        return 0.0, 0.0
    intent = len(_INTENT.findall(text))
    if year is not None:
        intent += 2 * text.count(f"{year + 1}年")
    return 100 * len(_LACK.findall(text)) / len(text), 100 * intent / len(text)
