"""PERSON: names that stand with an office, with 同志, or as a lawyer: high precision before recall."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from ahocorasick_rs import AhoCorasick, MatchKind

from fazhi_nlp.entities.base import Candidate, Source
from fazhi_nlp.knowledge.base import Knowledge

_OFFICE = (
    r"(?:书记|副书记|支书|镇长|乡长|县长|区长|市长|省长|州长|旗长|局长|厅长|部长|主任|主席|所长|队长|院长|检察长|庭长|站长|科长|股长|处长|校长|组长|会长|秘书长|(?<!政协)委员|常委|政委|律师|法律顾问|调解员|护边员|网格员|民警|法官|检察官|船老大)"
)
_FOREIGN = r"[一-龥]{1,5}·[一-龥]{1,6}?"
_NOT_NAMES = re.compile(
    r"^(?:[一-龥](?:持|带|主|担|任|为|亲|到|严|切|履|认|对|负|牵|自|率|参|审|签|出|作|讲|听|定|同|兼|办|组|分|深|坚|把|在|和|与|及|等|的|是|要|将|共|均|都|也|还|向|由|以|从|被|不"
    r"|可|会|能|应|已|曾|各|全|其|之|所|有|无|者|们|上|下|中|内|外|前|后|间|时|了|着|过|得|地))"
)
_FOLLOW = (
    r"(?=[,。;:、()\s“”]|同志|律师|带|主持|担任|牵头|对照|说|为|把|领|自觉|严格|认真|切实|坚持|出庭|任组长|任|讲|先后|亲自|等|\d|每|负责|协助|具体|在|到|率|组织|带头|受聘|以|就|将|作|和"
    r"|与|拉|一行|深入|听|签|审|参加|当|履行|组|主动|批|调度|宣读|传达|围绕|结合|要求|强调|指出|同|共同|全程|被|认|兼|出席|安排|$)"
)


@dataclass(slots=True, frozen=True)
class _Patterns:
    after_office: re.Pattern[str]
    comrade: re.Pattern[str]
    words: frozenset[str]

    def is_word(self, name: str) -> bool:
        """Whether what looks like a name is, or begins or ends with, a common word."""
        return name in self.words or name[:2] in self.words or name[1:] in self.words


@lru_cache(maxsize=4)
def _patterns(knowledge: Knowledge) -> _Patterns:
    verbs = "|".join(re.escape(term.id) for term in knowledge.context_words)
    single = "".join(s.id for s in knowledge.surnames if s.kind == "single")
    double = "|".join(s.id for s in knowledge.surnames if s.kind == "double")
    last = r"(?![某兼任出到带主说为把领讲亲等在负同先])[一-龥]"
    name = rf"(?:{_FOREIGN}|(?:{double})[一-龥]{{1,2}}?|[{single}][一-龥]{last}|[{single}](?![某兼])[一-龥])"
    syllable = "|".join(s.id for s in knowledge.surnames if s.kind == "syllable")
    tibetan = rf"(?:{syllable}){{2}}|岩[一-龥]{{1,2}}?|玉[一-龥]{{1,2}}?"
    return _Patterns(
        re.compile(rf"{_OFFICE}(?P<name>{tibetan}|{name})(?:{_FOLLOW}|(?={verbs}))"),
        re.compile(rf"(?<![一-龥])(?P<name>{name})同志|[由让请](?P<other>{name})(?:先看|带)"),
        frozenset(term.id for term in (*knowledge.context_words, *knowledge.not_names)),
    )


def find_persons(source: Source) -> list[Candidate]:
    """PERSON candidates. A name once found after an office is found again where it stands alone as the subject of a clause."""
    folded = source.folded
    patterns = _patterns(source.knowledge)
    found: dict[tuple[int, int], Candidate] = {}
    names: set[str] = set()
    for match in patterns.after_office.finditer(folded):
        name = match["name"]
        if "·" not in name and (len(name) < 2 or _NOT_NAMES.match(name) or patterns.is_word(name)):
            continue
        names.add(name)
        found[match.span("name")] = Candidate(*match.span("name"), "PERSON")
    for match in patterns.comrade.finditer(folded):
        group = "name" if match["name"] else "other"
        if len(match[group]) > 1 and not _NOT_NAMES.match(match[group]) and not patterns.is_word(match[group]):
            found[match.span(group)] = Candidate(*match.span(group), "PERSON")
    again = AhoCorasick(sorted(n for n in names if len(n) > 2), matchkind=MatchKind.LeftmostLongest)
    for _, start, end in again.find_matches_as_indexes(folded):
        found.setdefault((start, end), Candidate(start, end, "PERSON"))
    return list(found.values())
