"""Finds the verb that governs a quantity, and where its object begins."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from fazhi_nlp.knowledge.verbs import Verb

_NOMINAL = re.compile(
    r"率|比(?![对照])|量(?!化)|额|度(?!假)|的|类|型|点(?!位)|站|室|队(?!伍)|组(?!织)|部(?!门|分)|员|者|人(?![民员大才口])|会(?!议|同|商|员|诊)|期(?!满)|数(?!据)|时限|时间|情况|能力|力度|水平"
)
_COMPOUND = re.compile(r"工作|机制|制度|责任")
"""Nouns that make a compound with the verb before them, unless the verb opens the phrase (调解机制, but 完善机制 at its head)."""
_SOFT_NOMINAL = re.compile(
    r"案|率|人员|活动|工作|意见|事项|书|会|班|员|课|点|站|室|队|机构|对象|资料|决定|申请|建议|标准|制度|平台|系统|车辆|中心|服务|行为|场所|机关|部门|所|人|的|类|量|费|款|金|任务|行动|领域|骨干|证|法|股|科|组|度|项目(?=$)|成果"
)
_HEAD_WORDS = re.compile(
    r"(?:[一二三四五六七八九十]是|新|共|再|已|全年|现|各|又|还|并|也|均|都|就|先|只|累计|共计|一共|总共|先后|分别|依法|及时|主动|成功|积极|集中|联合|统一|定期|组织|全部|陆续|直接|现场|当场|提前|按时|按期|同时|继续|力争|计划|拟|将|实际|专门|重点|牵头|带头"
    r"|(?:依据|按照|依照|根据|按|依|对照|照)(?:《[^《》]{1,60}》[、和及]?)++(?:等|规定|要求)?"
    r"|有效|免费|另|其中|为|给|向|对[^,]{1,12}|把[^,]{1,12}|在[^,]{1,14}|自行|自主|平均|全面|深入|扎实|认真|严格|规范|合法性|上门|网上|线上|就地|公平竞争|主持|带队|参与|配合|协同|会同|、|和|及|年内|年初|年底|上半年|下半年|全市|全县|全区|全镇|全乡|全局|全街道)*"
)
_PASSED_ON = ("下放", "下沉", "转办", "交办", "进驻", "移交", "转交", "赋权")
"""Verbs that after another verb tell what its object is (承接下放事项)."""
_LONGEST = 8
_NORMAL_TAIL = re.compile(r"(?<=..)[到至在]$")
_FIRST = frozenset("补代重改增新续选编创退拆追缴印制修查抽收转送办调审清核签刊播撤扣罚训评聘配组征争暂换移栽垫筹募租购赠拨筛挑访劝催讨催")
_SECOND = frozenset("建签拟换清出回掉完齐成到入收发送训编修改立办开付退还贴印排演播种植养护聘用选派审查核测树创缴补配购领讨")
_STAFF = ("人员", "队伍", "员")
_OF_PERSONS = ("培训", "轮训", "集训", "考核", "考试", "接种", "救助", "帮扶", "安置", "处分", "处罚", "隔离", "慰问", "服务", "提醒", "谈话")
"""Verbs that may have persons as their object; others before 人员 say what the persons do (复议人员)."""
_ABOUT = re.compile(r"涉(?!及).*(?:纠纷|案件?|信访|事项|复议|诉讼|投诉|争议)$")
_HALTING = ("停产", "停工", "停业", "限期", "立即", "")
_ACTIVITY = ("行动", "活动", "工作", "学习", "会议", "会", "整治", "契机", "检查", "依托")


@dataclass(slots=True, frozen=True)
class Governor:
    """A verb in a piece of text. start, end: characters of the piece; kind: that of the table of verbs."""

    word: str
    kind: str
    start: int
    end: int


class VerbGrammar:
    """Finds verbs with one table of verbs."""

    def __init__(self, verbs: Iterable[Verb]) -> None:
        verbs = tuple(verbs)
        self._kinds = {v.id: v.kind for v in verbs}
        self._not_before = {v.id: v.not_before for v in verbs if v.not_before}
        self._firsts = frozenset(word[0] for word in self._kinds)
        self._longest = min(_LONGEST, max(map(len, self._kinds)))

    def kind(self, word: str) -> str:
        """Kind of a verb, "" if the table has none such."""
        return self._kinds.get(word, "")

    def verbs(self, text: str) -> list[Governor]:
        """All verbs of a piece of text, longest first from the left, without overlap; none inside 《》 and “”."""
        found: list[Governor] = []
        at, size, depth = 0, len(text), 0
        while at < size:
            if text[at] in "《“》”":
                depth += 1 if text[at] in "《“" else -1
            if depth > 0 or text[at] not in self._firsts:
                at += 1
                continue
            for length in range(min(self._longest, size - at), 0, -1):
                word = text[at : at + length]
                kind = self._kinds.get(word)
                if kind and not (word in self._not_before and text.startswith(self._not_before[word], at + length)):
                    if kind != "noun":
                        found.append(Governor(word, kind, at, at + length))
                    at += length
                    break
            else:
                at += 1
        return found

    def at_head(self, text: str) -> Governor | None:
        """The verb of two or more characters that a piece of text begins with."""
        for length in range(min(self._longest, len(text)), 1, -1):
            kind = self._kinds.get(text[:length])
            if kind:
                return None if kind == "noun" else Governor(text[:length], kind, 0, length)
        return None

    def opens(self, text: str, verb: Governor) -> bool:
        """Whether nothing but adverbs stands before a verb of the text."""
        return verb.start <= _match_end(_HEAD_WORDS, text)

    def lead(self, text: str) -> Governor | None:
        """The last of the series of verbs that a piece of text opens with (召开 in 主持召开党委会议)."""
        head_end = _match_end(_HEAD_WORDS, text)
        last: Governor | None = None
        for verb in self.verbs(text):
            if last is not None and verb.start != last.end:
                break
            if self._governs(verb, text, head_end):
                last = verb
        return last

    def govern(self, text: str) -> Governor | None:
        """The verb of a piece of text that governs what follows the piece; None if the piece is only a noun phrase."""
        if _ABOUT.match(text):
            return None
        head_end = _match_end(_HEAD_WORDS, text)
        chosen: Governor | None = None
        for verb in self.verbs(text):
            if chosen is not None and self._keeps(chosen, verb, text):
                continue
            if self._governs(verb, text, head_end):
                chosen = verb
            elif chosen is not None and chosen.end == verb.start and text.startswith("的", verb.end):
                chosen = None  # 立案查处的案件: the series of verbs is a modifier
        if chosen is None or chosen.kind == "single":
            return self._coined(text, chosen, head_end) or chosen
        return chosen

    def _coined(self, text: str, single: Governor | None, head_end: int) -> Governor | None:
        """A verb of two characters that no table has, at the head of a phrase: both of its characters make verbs (补建, 退养)."""
        at = head_end if single is None else single.start
        word = text[at : at + 2]
        if at > head_end or len(word) < 2 or len(text) - at == 3 or word[0] not in _FIRST or word[1] not in _SECOND:
            return None
        if any(text[at : at + n] in self._kinds for n in (2, 3, 4)) or any(text[at + 1 : at + 1 + n] in self._kinds for n in (2, 3)):
            return None
        if _NOMINAL.match(text, at + 2) or _SOFT_NOMINAL.match(text, at + 2):
            return None
        return Governor(word, "hard", at, at + 2)

    def series(self, text: str, verb: Governor) -> str:
        """The verb with one coordinated before it (废止和修改, 补签、重签), else its own word."""
        if verb.start < 3 or text[verb.start - 1] not in "、和及":
            return verb.word
        before = next((v for v in self.verbs(text) if v.end == verb.start - 1), None)
        if before is None or len(before.word) < 2 or before.kind not in ("hard", "soft") or verb.kind != "hard":
            return verb.word
        return text[before.start : verb.end]

    def _keeps(self, chosen: Governor, verb: Governor, text: str) -> bool:
        """Whether a verb already found keeps governing in spite of a later one."""
        between = text[chosen.end : verb.start]
        if chosen.word == "提升" and verb.word == "改造" and not between:
            return False
        if verb.kind in ("soft", "state", "single"):
            return not (chosen.word == "责令" and verb.kind == "soft" and between in _HALTING)
        if chosen.kind == "change":
            return True  # 压减办理环节
        if verb.word in _PASSED_ON and not between and chosen.kind == "hard":
            return len(text) - verb.end >= 2
        if chosen.word == "责令" and between in _HALTING:
            return False
        if between and verb.end == len(text) and verb.kind == "hard" and chosen.kind in ("light", "control", "hard"):
            return True  # 组织无人机巡查42架次: a noun phrase that ends in a verb
        return chosen.kind == "light" and not between.endswith(_ACTIVITY)

    def _governs(self, verb: Governor, text: str, head_end: int) -> bool:
        if verb.end < len(text) and _NOMINAL.match(text, verb.end) and not (verb.kind == "light" and text[verb.end] in "工会"):
            return False
        if len(verb.word) == 1 and verb.kind in ("change", "reach") and verb.end < len(text):
            return verb.kind == "reach" and verb.start <= head_end
        if verb.kind == "state":
            return verb.start <= head_end and verb.end == len(text)
        if verb.kind == "single":
            marked = text[verb.end : verb.end + 1] in ("了", "过", "出", "成")
            return marked or (verb.start <= head_end and "对" not in text[: verb.start])
        if verb.kind == "soft":
            if verb.start <= head_end:
                staffed = verb.word not in _OF_PERSONS and text.startswith(_STAFF, verb.end)
                return verb.end == len(text) or (len(text) - verb.end >= 2 and not staffed)
            return len(text) - verb.end >= 2 and not _SOFT_NOMINAL.match(text, verb.end)
        return True


def normal_action(word: str) -> str:
    """A verb as the records write it: one of two syllables or more without 到, 至, 在 behind it; 有 for 共有, 现有, 仍有."""
    if word.endswith("有") and word != "拥有":
        return "有"
    return _NORMAL_TAIL.sub("", word)


def _match_end(pattern: re.Pattern[str], text: str) -> int:
    found = pattern.match(text)
    return found.end() if found else 0


@cache
def verb_grammar(verbs: tuple[Verb, ...]) -> VerbGrammar:
    """The grammar for a table of verbs, made once."""
    return VerbGrammar(verbs)
