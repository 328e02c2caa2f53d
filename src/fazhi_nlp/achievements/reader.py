"""Reads what each quantity of a text counts and which verb governs it. Pure functions over folded text and spans."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from fazhi_nlp.achievements.clauses import CLAUSE_ENDS, Cutter, Phrase
from fazhi_nlp.achievements.governor import Governor, VerbGrammar, normal_action
from fazhi_nlp.achievements.nouns import core_noun, noun_after, strip_noun
from fazhi_nlp.achievements.objects import among, gathering, named, towards, treated, who_goes

_RATIOS = frozenset(("%", "‰", "个百分点", "个点", "倍"))
_FREQUENCIES = frozenset(("次", "轮", "场", "场次", "回", "趟", "批次", "人次"))
_FROM = re.compile(r"(?:由|从)(?:[^,由从]{0,10}年|[^,由从]{0,4}[期前初来时]|上年度?)?(?:同期)?的?(?:约|近)?$")
_COMPARED = re.compile(
    r"(?:同比|环比|(?:比|较|与|同)[^,率]{1,14}?(?=(?:分别|平均|均|各|双双|再|又|净|大幅|进一步|共|明显|显著)*$)|比例|幅度)?(?:分别|平均|均|各|双双|再|又|净|大幅|进一步|共|明显|显著|力争|将|需|须|也|已|仍|稳定|普遍)*$"
)
_AFTER_VERB = re.compile(r"[到至在了为共近约]?$")
_SEVERALLY = re.compile(r"分别[^,、]{0,4}$")
_NAMES = re.compile(r"[、]|和|及|以及|与")
_PART = re.compile(r"^其中[,:]?")
# 及时率 is a rate, its 及 joins nothing
_RATES = re.compile(r"(?:(?:[^、,和及]|及(?=时))*[率度量](?:[、和]|及(?!时)))+(?:[^、,和及]|及(?=时))*[率度量]$")
_ADVERBIAL = re.compile(r"^(?:就|对|向|为|围绕|针对|邀请|带队|带领|赴|到|在|深入|专题|集中|牵头)")
_COMPARING = tuple("由从比较与为至自到于")
_BEFORE_CHANGE = tuple("年比各均再")
_HANDING = ("移送", "移交", "报送", "转交", "上报", "报告", "转送", "提请")
_RECIPIENTS = ("机关", "部门", "局", "院", "委", "府", "公安")
_PERSONS = frozenset(("人次", "人", "名", "位", "批", "批次", "批(次)"))
_OF_CLAUSE = re.compile(r"的(?:仅|只|就|还|也|约|共|各)?$")
_DATED = re.compile(r"(?:以来|以前|之前|期间|度)?的")
_SPENT = ("时间", "时限", "用时", "时长", "率")
_PERSON_UNITS = ("人", "名", "户")
_CASE_UNITS = ("件", "起", "宗", "份")
_LEFT_OVER = ("结转", "遗留", "拖欠", "返还")
_AFTER_SINGLE = tuple("的人员队点站室组长")
_OPENING = ("", *CLAUSE_ENDS, "年", "、")
_SINCE = re.compile(r"(?:由|从)[^,由从]{0,10}年的?(?P<noun>[^,由从0-9]{2,8})$")
_FUNCTION_LEFT = re.compile(r"(?:对|将|把|为|给|向|以|从|在|由)$")


@dataclass(slots=True, frozen=True)
class Item:
    """A quantity of a text. start, end: characters; value 0 marks zeros by word."""

    start: int
    end: int
    unit: str
    value: float


@dataclass(slots=True)
class Reading:
    """What a quantity says. parent: number of the item it is a part of (其中)."""

    indicator: str | None = None
    action: str | None = None
    parent: int | None = None


class AchievementReader:
    """Reads quantities with one grammar of verbs; keeps nothing between texts."""

    def __init__(self, grammar: VerbGrammar) -> None:
        self._grammar = grammar

    def read(self, text: str, items: Sequence[Item], *, dates: Iterable[tuple[int, int]] = (), bodies: Iterable[tuple[int, int]] = ()) -> list[Reading]:
        """Read all quantities of a text.

        text: folded. items: in order, without overlap. dates, bodies: spans of calendar expressions and institutions, which end the words that can
        name a quantity (a date that something is compared with, and a body that no verb follows, do not). Returns one reading an item;
        indicator and action are words of the folded text or None. Linear time.
        """
        fillers = [d for d in dates if not text.endswith(_COMPARING, 0, d[0]) and not self._dated_object(text, *d)]
        fillers += [b for b in bodies if self._acts(text, *b)]
        return _Pass(self._grammar, text, items, fillers).run()

    def _dated_object(self, text: str, start: int, end: int) -> bool:
        """Whether a date tells which object a verb before it has (清理2015年以来的文件)."""
        return _DATED.match(text, end) is not None and self._grammar.kind(text[max(0, start - 2) : start]) in ("hard", "soft")

    def _acts(self, text: str, start: int, end: int) -> bool:
        """Whether the words after a body say what it does."""
        words = text[end : end + 10].lstrip("共先后全年累计已")
        verb = self._grammar.at_head(words)
        if verb is None:
            if self._grammar.kind(words[:1]) in ("single", "reach") and not any(self._grammar.kind(words[:n]) for n in (2, 3, 4)):
                return words[1:2] not in _AFTER_SINGLE and text[max(0, start - 1) : start] in _OPENING
            return words.startswith(("集中", "集体", "专题")) and text[max(0, start - 1) : start] in _OPENING
        return not words.startswith("的", verb.end)


class _Pass:
    """One pass over a text, with what has been read so far."""

    def __init__(self, grammar: VerbGrammar, text: str, items: Sequence[Item], fillers: Iterable[tuple[int, int]]) -> None:
        self._grammar = grammar
        self._text = text
        self._items = items
        self._cutter = Cutter(text, [(i.start, i.end) for i in items], fillers)
        self._readings: list[Reading] = []
        self._sentences: list[int] = []
        self._names: list[str] = []
        self._head: int | None = None

    def run(self) -> list[Reading]:
        for index in range(len(self._items)):
            phrase = self._cutter.phrase(index)
            if not self._sentences or phrase.sentence != self._sentences[-1]:
                self._head = None
            self._sentences.append(phrase.sentence)
            self._readings.append(self._read(index, phrase))
        return self._readings

    def _read(self, index: int, phrase: Phrase) -> Reading:
        item = self._items[index]
        left = phrase.left
        part = _PART.match(left)
        if part:
            self._head = self._whole(index, item.unit)
            left = left[part.end() :]
        names, self._names = self._names, []
        if names and phrase.continues and not strip_noun(left):
            self._names = names[1:]
            return Reading(names[0], self._readings[-1].action, self._readings[-1].parent)
        if item.value == 0 and self._text[item.start : item.start + 1] in "零无":
            return self._none(index, item, left, phrase)
        reading = self._changed(index, item, left, phrase) or self._plain(index, item, left, phrase)
        if self._head is not None and (part or self._goes_on(item, phrase, reading)):
            head = self._readings[self._head]
            reading.parent = self._head
            reading.action = reading.action or head.action
            reading.indicator = reading.indicator or head.indicator
        elif self._head is not None and not phrase.continues and item.unit not in _RATIOS:
            self._head = None
        return reading

    def _goes_on(self, item: Item, phrase: Phrase, reading: Reading) -> bool:
        """Whether a quantity that no 其中 opens is one more part of the head."""
        money = item.unit == "元" and self._head is not None and self._items[self._head].unit != "元"
        return (phrase.continues or reading.action is None) and item.unit not in _RATIOS and not money

    # --- from, to, by how much -------------------------------------------------------------------------------------------------

    def _changed(self, index: int, item: Item, left: str, phrase: Phrase) -> Reading | None:
        """Quantities at the end of a predicate: 由5件降至3件, 同比下降9%, 参考率达100%, 占31%. None if there is no such predicate."""
        start = _FROM.search(left)
        if (start is None) and (since := _SINCE.search(left)) and (verb := self._first_change(phrase.right)):
            return Reading(core_noun(since["noun"]), self._with_tail(verb, phrase.right))
        if start and (verb := self._first_change(phrase.clause_right)):
            return Reading(self._subject(left[: start.start()]) or self._carried(index, item), self._with_tail(verb, phrase.clause_right))
        verbs = self._grammar.verbs(left)
        if not verbs:
            return None
        last = verbs[-1]
        tail = left[last.end :]
        if last.kind not in ("change", "reach") or not (_AFTER_VERB.fullmatch(tail) or self._measured_against(last, tail, item)):
            return None
        single = last.kind == "change" and len(last.word) == 1 and last.start > 0
        if single and not tail and item.unit not in _RATIOS and not left.endswith(_BEFORE_CHANGE, 0, last.start):
            return None
        if last.kind == "reach" and last.word.endswith("有"):
            return self._possessed(index, item, left, last, phrase)
        before = left[: last.start]
        compared = _COMPARED.search(before)
        before = before[: compared.start()] if compared else before
        action = normal_action(last.word + (tail if tail in ("到", "至", "在") else ""))
        return Reading(self._subject(before, severally="分别" in left) or self._carried(index, item), action)

    def _first_change(self, right: str) -> Governor | None:
        return next((v for v in self._grammar.verbs(right[:24]) if v.kind == "change"), None)

    @staticmethod
    def _with_tail(verb: Governor, text: str) -> str:
        after = text[verb.end : verb.end + 1]
        return normal_action(verb.word + (after if after in ("到", "至", "在") else ""))

    @staticmethod
    def _measured_against(verb: Governor, tail: str, item: Item) -> bool:
        """占受理总数的31%, 高出全市平均水平2.7个百分点: what stands after the verb is no indicator."""
        return item.unit in _RATIOS and verb.word in ("占", "占到", "高于", "低于", "高出", "高", "低")

    def _possessed(self, index: int, item: Item, left: str, verb: Governor, phrase: Phrase) -> Reading:
        noun = self._right_noun(phrase) or strip_noun(left[verb.end :])
        if not noun:
            noun = "" if phrase.continues else self._subject(left[: verb.start])
        return Reading(noun or self._carried(index, item), "有")

    def _subject(self, text: str, *, severally: bool = False) -> str:
        """The noun phrase that a predicate is said of."""
        severally = severally or _SEVERALLY.search(text) is not None
        governor = self._grammar.govern(text)
        if governor is not None and governor.end < len(text) and governor.kind not in ("soft", "single"):
            text = text[governor.end :]
        stripped = strip_noun(text)
        rates = _RATES.search(stripped)
        if severally and _NAMES.search(stripped):
            names = [n for n in _NAMES.split(stripped) if n]
            self._names = names[1:]
            return core_noun(names[0])
        if rates:
            return strip_noun(rates.group())
        noun = core_noun(text)
        return noun.rsplit("、", 1)[-1] if noun.endswith("率") else noun

    # --- objects and subjects --------------------------------------------------------------------------------------------------

    def _plain(self, index: int, item: Item, left: str, phrase: Phrase) -> Reading:
        if item.unit in _FREQUENCIES and (not left or left.endswith(("、", ",")) or self._grammar.govern(left) is None) and (led := self._led(phrase)):
            return led
        if item.unit in _PERSONS and (group := among(left)):
            verb = "有" if left.endswith("有") else None
            return Reading(group, verb)
        if _OF_CLAUSE.search(left) and item.unit not in _RATIOS and (described := self._described(index, item, left, phrase)):
            return described
        governor = self._grammar.govern(left)
        if governor is None:
            return self._ungoverned(index, item, left, phrase)
        action = normal_action(self._grammar.series(left, governor))
        rest = left[governor.end :]
        noun = core_noun(who_goes(rest) if item.unit in _PERSONS else rest)
        if rest.endswith("等") and (right := self._right_noun(phrase)):
            noun = right
        if noun.endswith(_RECIPIENTS) and governor.word in _HANDING:
            noun = ""
        if rest.endswith(_SPENT) and governor.kind == "soft":
            return Reading(core_noun(left), None)
        if item.unit in _RATIOS and noun and governor.kind != "change":
            return Reading(self._subject(left), None)
        if not noun:
            noun = self._right_noun(phrase) or towards(left[: governor.start])
        if not noun and governor.kind == "soft" and not self._same_unit(index, item):
            alone = self._grammar.opens(left, governor)
            if not alone or self._nearest(index, item.unit) is None:
                return Reading(strip_noun(left) or None, action if alone else None)
        return Reading(noun or self._carried(index, item), action)

    def _described(self, index: int, item: Item, left: str, phrase: Phrase) -> Reading | None:
        """After a clause with 的: 上年结转的9份协议, 对发现的6项问题全部整改, 取得资格的仅2人."""
        head = _OF_CLAUSE.sub("", left)
        noun = self._right_noun(phrase)
        treated = left.startswith(("对", "将", "把"))
        later = self._grammar.govern(phrase.clause_right) if treated else None
        if not noun:
            said = later is not None or not left.endswith("的")
            return Reading(self._carried(index, item), normal_action(later.word) if later else None) if said else None
        verb = next((v for v in self._grammar.verbs(head) if v.end == len(head) and (v.kind == "hard" or v.word in _LEFT_OVER)), None)
        if verb is None or verb.word == "发现":
            return Reading(noun, normal_action(later.word) if later else None)
        return Reading(noun, normal_action(verb.word))

    def _ungoverned(self, index: int, item: Item, left: str, phrase: Phrase) -> Reading:
        previous = self._readings[-1] if phrase.continues else None
        noun = self._subject(left) if item.unit in _RATIOS else core_noun(left)
        if item.unit in _RATIOS:
            passive = self._grammar.at_head(phrase.right[1:]) if phrase.right.startswith("被") else None
            return Reading(noun or self._carried(index, item), passive.word if passive else None)
        listed = left.endswith("等") and self._right_noun(phrase)
        if listed:
            noun = listed
        if noun and not _FUNCTION_LEFT.search(left):
            return Reading(noun, previous.action if previous else None)
        right = self._right_noun(phrase)
        if _FUNCTION_LEFT.search(left):
            verb = self._grammar.govern(phrase.clause_right)
            if verb is not None and verb.kind == "light":
                verb = self._grammar.at_head(phrase.clause_right[verb.end :]) or verb
            return Reading(right or self._carried(index, item), normal_action(verb.word) if verb else None)
        if right:
            return Reading(right, previous.action if previous else None)
        return Reading(self._carried(index, item), previous.action if previous else None)

    def _led(self, phrase: Phrase) -> Reading | None:
        """A number before its verb: 先后17次主持召开党委会议."""
        right = phrase.right.strip(" 、")
        if not (self._grammar.at_head(right) or _ADVERBIAL.match(right)):
            return None
        governor = self._grammar.govern(right) if _ADVERBIAL.match(right) else self._grammar.lead(right)
        if governor is None:
            return None
        noun = gathering(noun_after(right[governor.end :])) or None
        return Reading(noun, normal_action(governor.word))

    def _right_noun(self, phrase: Phrase) -> str:
        """The noun after a number, cut before the first verb of its predicate."""
        right = phrase.right
        if not right or not ("\u4e00" <= right[0] <= "\u9fff" or right[0] in '“《"' or right[0].isalnum()):
            return ""
        noun = noun_after(right)
        for verb in self._grammar.verbs(noun):
            if verb.kind in ("hard", "light", "control", "change", "reach") and self._grammar.govern(noun[: verb.end]) is not None:
                rest = noun[verb.end :]
                if rest[:1] not in ("的", "率", "人") and verb.start:
                    return core_noun(noun[: verb.start])
                if not verb.start and (not rest or rest[0] not in "的人员"):
                    return ""
        return noun

    # --- zeros -----------------------------------------------------------------------------------------------------------------

    def _none(self, index: int, item: Item, left: str, phrase: Phrase) -> Reading:
        """零败诉, 亡人事故零发生, 无一例被撤销."""
        right = phrase.clause_right.strip()
        if self._text[item.start] == "零" and not item.unit:
            if right.startswith("发生"):
                return Reading(self._subject(left) or None, "发生")
            governor = self._grammar.govern(left)
            noun = noun_after(re.split("零", right)[0])
            action = normal_action(governor.word) if governor and governor.kind in ("control", "hard", "reach", "change") else None
            if phrase.continues and self._items[index - 1].value == 0:
                action = self._readings[-1].action
            return Reading(noun or None, action)
        verbs = [v for v in self._grammar.verbs(right) if v.kind != "single"]
        verb = verbs[-1] if verbs else None
        noun = core_noun(right) if "的" in right else self._right_noun(phrase)
        if verb is None:
            return Reading(noun or self._carried(index, item), None)
        if "的" in right and not right.endswith(verb.word):
            return Reading(noun or self._carried(index, item), None)
        noun = strip_noun(noun.removesuffix(verb.word) if right.endswith(verb.word) else right[verb.end :])
        if self._same_unit(index, item) and (right.startswith(verb.word) or not noun) and item.unit in (*_PERSON_UNITS, *_CASE_UNITS):
            noun = self._carried(index, item) or noun
        if not noun and item.unit == "人" and not right.startswith("被"):
            noun = verb.word
        if left and not phrase.continues and right.startswith("被"):
            noun = core_noun(left) or noun
        if not noun or (right.startswith(("被", "因")) and item.unit not in ("例", "起")):
            noun = self._carried(index, item) or ""
        return Reading(noun or None, normal_action(verb.word))

    # --- what went before ------------------------------------------------------------------------------------------------------

    def _whole(self, index: int, unit: str) -> int | None:
        """The item that 其中 refers to: of the same sentence, or the last of the paragraph with the same unit."""
        found = self._nearest(index, unit, parts=False)
        if found is not None:
            return found
        for at in range(index - 1, max(-1, index - 6), -1):
            if "\n" in self._text[self._items[at].end : self._items[index].start]:
                break
            if self._readings[at].parent is None and self._items[at].unit == unit:
                return at
        return None

    def _nearest(self, index: int, unit: str, *, parts: bool = True) -> int | None:
        """The nearest earlier item of the sentence, one of the same unit first."""
        nearest = None
        for at in range(index - 1, max(-1, index - 12), -1):
            if self._sentences[at] != self._sentences[index]:
                break
            if not parts and (self._readings[at].parent is not None or self._items[at].unit in _RATIOS):
                continue
            if self._items[at].unit == unit:
                return at
            nearest = at if nearest is None else nearest
        return nearest

    def _same_unit(self, index: int, item: Item) -> bool:
        at = self._nearest(index, item.unit)
        return at is not None and self._items[at].unit == item.unit

    def _carried(self, index: int, item: Item) -> str | None:
        """The indicator that was named last."""
        if item.unit in _RATIOS and index:
            return self._readings[index - 1].indicator
        at = self._nearest(index, item.unit)
        clause = self._cutter.clause_before(index)
        if noun := treated(self._grammar, clause):
            return noun
        unlike = at is None or self._items[at].unit != item.unit
        if unlike and (noun := named(self._grammar, clause, activity=item.unit in _FREQUENCIES)):
            return noun
        if not index:
            return None
        return self._readings[index - 1 if at is None else at].indicator
