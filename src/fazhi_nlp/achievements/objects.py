"""Noun phrases that stand apart from their number: objects after 对, groups of persons, what the clause before named."""

from __future__ import annotations

import re

from fazhi_nlp.achievements.governor import VerbGrammar
from fazhi_nlp.achievements.nouns import core_noun, noun_after

_TOWARDS = re.compile(r"(?:^|[并也还已])(?:对|就|为|给|向|将|把|针对|围绕|帮助)(?P<noun>[^,]{2,40})$")
_TREATED = re.compile(r"^(?:并|还|同时|已)?(?:对(?![照标接外比])|将|把|针对)(?P<noun>.{2,60})$")
_MANNER = re.compile(
    r"(?:依法|及时|全部|全面|重新|当场|集中|逐[一件条项个户家案份]|分类|分批|统一|主动|现场"
    r"|开展|进行|实行|分别|累计|共计?|上门|免费|不断|持续|严格|一律|、)+$"
)
_FIGURE = re.compile(r"(?:不少于|不低于|不超过|不足|约|达)?[0-9].*")
_WHO_GOES = re.compile(r"^(?P<noun>[^,、]{2,10}?)(?:到|赴|前往|走进|深入|参加|下沉)[^,]{2,}$")
_AMONG = re.compile(r"(?P<noun>[^,、0-9]{0,10}(?:人员|队员|干部|成员|律师|员))(?:当中|中|里)[,]?.*(?:的|专业|毕业|学历|资格|背景|经历)[^,的]{0,3}$")
_GATHERED = re.compile(r"(?<=会议)(?:研究|审议|学习|听取|部署|专题|通报|讨论).*|(?<=会)(?:研究|审议|学习|听取|部署|通报|讨论).*")
_CAMPAIGNS = ("行动", "活动", "整治", "清理", "检查", "排查", "回头看")
_PREDICATES = ("light", "hard", "soft", "control", "reach")
_LONGEST = 14


def towards(text: str) -> str:
    """What the words before a verb say that it is done to or for: 单位 in 对工作拖沓的单位; "" if they do not."""
    found = _TOWARDS.search(_MANNER.sub("", text))
    return core_noun(found["noun"]) if found else ""


def treated(grammar: VerbGrammar, clause: str) -> str:
    """The noun phrase after the 对 or 将 that opens a clause, cut before what is done to it: 文件 in 对往年印发的文件开展清理; else ""."""
    found = _TREATED.match(clause)
    if found is None:
        return ""
    text = found["noun"]
    noun = noun_after(_FIGURE.sub("", text[text.rfind("的") + 1 :]))
    verb = next((v for v in grammar.verbs(noun) if v.start >= 2 and v.kind in _PREDICATES), None)
    noun = core_noun(noun[: verb.start] if verb else noun)
    return noun if 2 <= len(noun) <= _LONGEST else ""


def named(grammar: VerbGrammar, clause: str, *, activity: bool) -> str:
    """The object that the verb of a clause without a quantity has; "" if there is none. activity: whether it may be a campaign."""
    governor = grammar.govern(clause)
    noun = core_noun(_FIGURE.sub("", clause[governor.end :])) if governor is not None else ""
    fits = 2 <= len(noun) < _LONGEST - 1 and (activity or not noun.endswith(_CAMPAIGNS))
    return noun if fits else ""


def who_goes(text: str) -> str:
    """The persons of an object that says where they go: 执法骨干 of 执法骨干赴外地学习; other text as it is."""
    found = _WHO_GOES.match(text)
    return found["noun"] if found else text


def among(text: str) -> str:
    """The group that a number of persons is taken from: 执法人员 in 执法人员中法学专业毕业的; else ""."""
    found = _AMONG.match(text)
    return found["noun"] if found else ""


def gathering(noun: str) -> str:
    """A meeting without what it does: 党委会议 of 党委会议研究法治工作; other nouns as they are."""
    return _GATHERED.sub("", noun)
