"""Says which quantities of a text measure an achievement: not ordinals, names, dates, rules, background."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from functools import cache

from ahocorasick_rs import AhoCorasick

from fazhi_nlp.entities.base import Source
from fazhi_nlp.entities.quantity_grammar import Quantity
from fazhi_nlp.knowledge.number_terms import NumberTerm

CLAUSE_ENDS = ",;。!?:\n"
_WINDOW = 40
"""How far, in characters, the words of a clause count as context of its number."""

_NO_QUANTITIES = ("noise", "title", "signature")
_QUOTES = re.compile(r"“[^“”\n]{0,30}”|\"[^\"\n]{0,30}\"|《[^《》\n]{0,60}》|〈[^〈〉\n]{0,60}〉|〔[^〔〕\n]{0,10}〕|\[[^\[\]\n]{0,10}\]")
_AFTER_CLAUSE = re.compile(r"[,;。!?:、)\n”]|$")
_VIEWS = re.compile(r"(?:浏览|点击|访问|阅读)(?:次数|人次|量|数|率)? ?: ?$")
_RULE = re.compile(r"每|不得|规定|应当|必须|原则上")
_RULE_AFTER = re.compile(r"的(?:规定|要求|标准|脱产)")
_BACKGROUND = re.compile(
    r"(?:下辖|管辖|现辖|所辖|辖(?![区内])|海拔|总面积|幅员|国土面积|地处|聚居着|居住着|版图)[^,;。!?:\n]{0,14}$"
    r"|(?<!流动)人口(?:总数|数量)?[约近共达为有超逾]{0,3}$|(?:群众|民族|人口)占(?:比|总人口)?$"
)
_DISTANCE = re.compile(r"[距离][^,]{0,8}$")
_PREAMBLE_BACKGROUND = re.compile(r"辖|人口|面积|海拔|聚居|民族")
_CHANGE = re.compile(
    r"压缩|压减|压降|缩短|缩减|减少|减至|减到|降至|降到|降低|提速|提前|平均|时限|用时|时间|延长|累计|节约|节省|连续|坐班|不到|不足|为期|历时|超过"
)
_SCORE = re.compile(r"平均分|得分|均分|成绩|分值|评分|提高|提升|得|达|位列|测评|考评|评议")
_SCORE_NOT_AFTER = "满百积部充过身"
_ONE_NOT_AFTER = frozenset("每同统唯任某另逐第头上下哪这那不老另周在到是成往为使各千专")
_ONE_NOT_UNITS = frozenset(("遍", "回", "趟", "片", "批", "页", "句", "种", "套", "类", "面", "支", "篇", "层", "笔", "眼", "根"))
_ONE_VERB = re.compile(
    r"(?:新建|新增|建成|建立|制定|出台|印发|修订|新设|设立|成立|举办|召开|开展|组织|举行|处理|办理|受理|办结|查处|化解|调解|调处|立案|移送|聘请|聘任|选聘|配备|获评|荣获|创建"
    r"|取消|废止|撤销|维持|宣布失效|发生|审查|审结|结案|接待|编发|旁听|发布|评选|收到|剩下|仅有|审议|拆除)(?:了|过)?$"
)
_ONE_ABSTRACT = re.compile(r"[^,;。!?:、\n]{0,8}(?:队伍|大事|工作|任务|局面|格局|体系|氛围|模式|机制|平台)")
_CREATED = re.compile(r"(?:出台|制定|修订|印发|新增|新建|废止|推出|取消|拆除|化解)(?:了)?$")
_PENALTY = re.compile(r"(?:处以?|罚款?)[^,。]{0,12}$")
_PENALTY_AFTER = re.compile(r"[^,。;]{0,12}罚款")
_IN_PAIRS = re.compile(r"(?:以上)?(?:同行|一组|一车|一岗|到场|在场|[、,]?亮证|同时在场|执法|办案)|以上(?=[、,。])")
"""What follows 两人 where a rule says how officers go about."""
_AFFAIRS = re.compile(r"事(?![项故业实件宜迹例务])")
_PARALLEL = re.compile(r"[、,][^,。;、\d]{1,4}一[^,。;、]{2}")
_EVERY = re.compile(r"每[年季月周天日半][^,;。]{0,8}$")
_SESSION = re.compile(r"全会|党代会|人代会|代表大会")
_NEGATED = re.compile(r"(?:未|没有|无|不)(?:再)?(?:有|发生|出现)?(?:过)?$")


@cache
def _finder(terms: tuple[NumberTerm, ...]) -> AhoCorasick:
    return AhoCorasick([t.id for t in terms])


@cache
def _starts_with(nouns: tuple[NumberTerm, ...]) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(n) for n in sorted((n.id for n in nouns), reverse=True)))


class QuantityFilter:
    """Decides over quantities of one text."""

    def __init__(self, source: Source) -> None:
        self._text = source.folded
        self._original = source.text
        self._paragraphs = source.paragraphs
        self._starts = [p.start for p in source.paragraphs]
        knowledge = source.knowledge
        self._zero_nouns = _starts_with(knowledge.zero_nouns)
        self._uncounted = _starts_with(knowledge.uncounted_nouns)
        self._terms = _Spans((s, e) for _, s, e in _finder(knowledge.number_terms).find_matches_as_indexes(self._text, overlapping=True))
        self._quotes = _Spans(m.span() for m in _QUOTES.finditer(self._text))

    def __call__(self, quantity: Quantity) -> Quantity | None:
        """The quantity as it is to be annotated (perhaps with a wider span), or None."""
        section = self._section(quantity)
        if section in _NO_QUANTITIES:
            return None
        numeral = self._text[quantity.numeral : quantity.numeral + 1]
        if numeral == "零" and self._text[quantity.numeral + 1 : quantity.numeral + 2] != "点":
            return self._zero(quantity)
        if not self._measures(quantity) or self._in_name(quantity) or self._misplaced(quantity):
            return None
        before = self._before(quantity)
        if numeral == "一" and quantity.chinese and quantity.amount.value == 1 and quantity.kind in ("count", "effort"):
            if quantity.amount.comparator == "eq" and quantity.start == quantity.numeral:
                return self._one(quantity, before)
        elif self._arranged(quantity):
            return None
        if quantity.chinese and quantity.amount.value == 2 and quantity.unit in ("人", "名") and _IN_PAIRS.match(self._text, quantity.end):
            return None
        if _VIEWS.search(self._text, max(0, quantity.start - 8), quantity.start):
            return None
        if self._is_rule(quantity, before, section) or self._background(quantity, before, section):
            return None
        return quantity

    def _section(self, quantity: Quantity) -> str:
        at = bisect_right(self._starts, quantity.start) - 1
        return self._paragraphs[at].section if at >= 0 else ""

    def _before(self, quantity: Quantity) -> str:
        """The words of the clause before the quantity."""
        window = self._text[max(0, quantity.start - _WINDOW) : quantity.start]
        return window[max(map(window.rfind, CLAUSE_ENDS)) + 1 :]

    def _zero(self, quantity: Quantity) -> Quantity | None:
        if quantity.unit and not quantity.weak:
            return quantity
        at = quantity.numeral + 1
        noun = at + (self._text[at : at + 1] == " ")
        if self._zero_nouns.match(self._text, noun) and not self._terms.cover(quantity.numeral, at):
            return replace(quantity, end=at, unit="", kind="")
        return quantity if self._text[at : at + 1] in CLAUSE_ENDS and self._text[quantity.start - 1 : quantity.start] in "为降" else None

    def _one(self, quantity: Quantity, before: str) -> Quantity | None:
        """A bare 一 with a unit is mostly grammar: it counts after 无, at the end of a clause, or right after a verb."""
        text, end = self._text, quantity.end
        if before.endswith("无"):
            return replace(quantity, start=quantity.start - 1, amount=replace(quantity.amount, value=Decimal(0)))
        if not before or before[-1] in _ONE_NOT_AFTER or quantity.unit in _ONE_NOT_UNITS or before.endswith(("发现", "最后", "作为", "当作")):
            return None
        pair = f"一{quantity.unit}"
        if pair in text[max(0, quantity.start - 12) : quantity.start] or pair in text[end : end + 12]:
            return None
        if before[-1] == quantity.unit or _PARALLEL.match(text, end) or _EVERY.search(before):
            return None  # 讲一讲, 改一个、固化一项制度, 每季下村一次
        if _ONE_VERB.search(before):
            if _NEGATED.search(before) or re.search(r"(?:未|没有|杜绝)(?:再)?发生过?$", before):
                return replace(quantity, amount=replace(quantity.amount, value=Decimal(0)))
            return None if _ONE_ABSTRACT.match(text, end) else quantity
        ended = _AFTER_CLAUSE.match(text, end) is not None
        return quantity if ended and len(before) >= 3 and quantity.unit not in ("起", "处", "家", "户", "人", "头", "线", "点") else None

    def _measures(self, quantity: Quantity) -> bool:
        text = self._text
        if quantity.weak:
            return self._weak_measures(quantity)
        if quantity.kind:
            return True
        vague = quantity.amount.comparator != "eq" or text[quantity.end - 1] in "万亿"
        return vague and not text[quantity.end : quantity.end + 1].isalnum() and quantity.end - quantity.start > 2

    def _weak_measures(self, quantity: Quantity) -> bool:
        text, before = self._text, self._before(quantity)
        if quantity.kind == "time":
            if quantity.unit == "年" and quantity.amount.value > 1000:
                return False
            return quantity.amount.comparator == "lt" or before.endswith(("由", "从")) or _CHANGE.search(before) is not None
        if quantity.kind == "score":
            ended = before.endswith(("由", "从")) or _AFTER_CLAUSE.match(text, quantity.end) is not None
            return ended and _SCORE.search(before) is not None and before[-1:] not in _SCORE_NOT_AFTER
        return not quantity.chinese and len(before) >= 2 and _AFTER_CLAUSE.match(text, quantity.end) is not None

    def _misplaced(self, quantity: Quantity) -> bool:
        """An ordinal, a part of a code or of a longer number, a thousand's comma that is none."""
        text, start = self._text, quantity.start
        before = text[max(0, start - 1) : start]
        if before == " ":
            before = text[max(0, start - 2) : start - 1]
        if before in ("第", "+", "/", ".", "·", "*", "_", "每") or (before.isascii() and before.isalnum()) or text[quantity.end : quantity.end + 1] == "+":
            return True
        if before == "-" and text[max(0, start - 2) : start - 1].isalnum():
            return True
        if quantity.unit == "次" and (before == "届" or _SESSION.match(text, quantity.end)):
            return True
        if before == "前" and quantity.unit in ("名", "位", "个", "强", "条", "项"):
            return True
        numeral = text[quantity.numeral]
        if numeral == "二" and quantity.chinese and quantity.amount.value == 2 and quantity.start == quantity.numeral:
            return True
        return "，" in self._original[quantity.start : quantity.end]

    def _in_name(self, quantity: Quantity) -> bool:
        if self._terms.cover(quantity.start, quantity.end) or self._quotes.cover(quantity.start, quantity.end):
            return True
        # 统一 in 统一部署: the numeral ends another word; not 同一 in 合同一百份
        alone = not self._text[quantity.numeral + 1 : quantity.numeral + 2].isnumeric()
        return alone and self._terms.cover(quantity.numeral - 1, quantity.numeral + 1)

    def _arranged(self, quantity: Quantity) -> bool:
        """三个环节, 四件大事, 三件事: small numbers in Chinese characters that only arrange."""
        if not (quantity.chinese and quantity.amount.value <= 10 and quantity.amount.comparator == "eq" and quantity.kind == "count"):
            return False
        if quantity.unit in ("位", "种") or self._text[quantity.start - 1 : quantity.start] in ("这", "那", "该", "此", "述"):
            return True
        if _AFFAIRS.match(self._text, quantity.end):
            return True
        return self._uncounted.match(self._text, quantity.end) is not None and not _CREATED.search(self._before(quantity))

    def _is_rule(self, quantity: Quantity, before: str, section: str) -> bool:
        """A limit that a rule sets (每人每年不少于60学时 as a rule; 处一千元以上五千元以下罚款)."""
        if before.endswith("不得") or _RULE_AFTER.match(self._text, quantity.end):
            return True
        bounded = quantity.amount.comparator in ("ge", "le")
        if bounded and quantity.unit in ("元", "倍") and _PENALTY.search(before) and _PENALTY_AFTER.match(self._text, quantity.end):
            return True
        return section != "plan" and bounded and _RULE.search(before) is not None

    def _background(self, quantity: Quantity, before: str, section: str) -> bool:
        if _BACKGROUND.search(before) or (quantity.kind == "length" and _DISTANCE.search(before)):
            return True
        if section != "preamble":
            return False
        window = self._text[max(0, quantity.start - _WINDOW) : quantity.end + 12]
        return _PREAMBLE_BACKGROUND.search(window[window.rfind("。", 0, _WINDOW) + 1 :]) is not None


class _Spans:
    """Spans of a text, asked whether one of them covers a piece."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        ordered = sorted(spans)
        self._starts = [s for s, _ in ordered]
        self._reach: list[int] = []
        highest = 0
        for _, end in ordered:
            highest = max(highest, end)
            self._reach.append(highest)

    def cover(self, start: int, end: int) -> bool:
        """Whether a span begins at or before start and one such ends at or after end."""
        at = bisect_right(self._starts, start) - 1
        return at >= 0 and self._reach[at] >= end
