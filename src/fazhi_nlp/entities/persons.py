"""PERSON: names that stand with an office, with 同志, or as a lawyer: high precision before recall."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from ahocorasick_rs import AhoCorasick, MatchKind

from fazhi_nlp.core.normalize import fold
from fazhi_nlp.entities.base import Candidate, Source
from fazhi_nlp.entities.lexicon import Lexicon, lexicon
from fazhi_nlp.knowledge.base import Knowledge

_OFFICE = re.compile(
    r"(?<!总)书记(?!员)|支书(?!记)|镇长|乡长|县长|区长|市长|省长|州长|旗长|盟长|局长|厅长|部长|主任|主席(?!团)|所长|队长|院长|检察长|庭长|站长|科长|股长|处长|校长|园长|组长|会长|秘书长|理事长|董事长|总经理|网格长"
    r"|(?<!政协)委员(?!会)|常委(?!会)|政委|律师|法律顾问|顾问|调解员|护边员|护林员|网格员|监督员|宣讲员|指导员|联络员|协管员|仲裁员|公证员|民警|辅警|法官|检察官|船老大|教授|联系人:|(?P<loose>志愿者|能手|教师|工作者|带头人|乡贤|老党员|负责人|负责同志)"
)
_FOREIGN = re.compile(r"[一-龥]{1,6}·(?=[一-龥])")
_TITLE_AFTER = re.compile(r"同志|律师|教授|法官|警官|阿婆|阿嬷|大爷|大娘|老师")
_HEAD_OF_STATE = re.compile(r"习近平(?=总书记|主席)")
"""The one name that reports give without a post before it; in 习近平法治思想 and other doctrines it is no person."""
_GIVEN_TASK = re.compile(r"(?<=[由请让])(?=[一-龥]{3}(?:牵头|负责|带队|主讲|担任|任组长|先看|带))")
_BEFORE_NAME = "由请让聘邀、和与及是"
_LEADS = ("其中", "的", "邀请", "聘请", "由", "请", "让")
_FOLLOW = frozenset(
    "带任为在到对把领讲等说与和同以将就作听签审拉亲主先均都也还曾已负牵出率向由给被让针从每两三一二四五六七八九十多逐入"
    "进深固自认切严坚兼参组批调传围结要强指全履受当协具授等回坐走来去驻发提宣做用见想问找看帮劝释撰开召便又再才却只常"
)
_NEVER_LAST = frozenset("某兼任出到带主说为把领讲亲等在负同先的了")
_NEVER_SECOND = frozenset("的了在与及等是要将把被们着过得地某各其所任兼")
_SELDOM_SECOND = frozenset("持带主担为亲到严切履认对负牵自率参审签出作讲听定同办组分深坚和共均都也还向由以从不可会能应已曾全之有无者上下中内外前后间时")
_PLAIN = frozenset(
    "王李张刘陈杨黄赵吴周徐孙朱胡郭何林罗郑梁谢宋唐许韩冯邓曹彭曾肖董袁潘蒋蔡余杜叶苏魏吕丁沈姚卢姜崔钟谭陆汪范廖贾夏韦邹孟熊秦江薛闫阎侯陶贺顾毛郝龚邵钱覃武莫汤樊葛邢易伍庞颜倪聂鲁岳翟殷詹欧耿俞祝"
    "尹涂岩柯霍凌梅舒阮骆蒙鲍喻祁蒲滕屈饶牟艾麦褚娄窦戚岑郗郦甄佟晏税鄂阿缪瞿臧芦邬邱田马石龙段史严孔雷戴康温洪卓符"
)
"""Surnames that hardly begin an ordinary word after an office."""
_FUNCTION = frozenset("和于由时任从向应经公能常高平安明全单计都以方关成万管查布项要连包保通同")
"""Surnames that are also prepositions, adverbs and the like."""
_PREPOSITIONS = frozenset("和于由从以")
_PLACE_NEXT = frozenset("村镇乡县市区街路局委院所厂")
_LONGEST_GIVEN = 6


@dataclass(slots=True, frozen=True)
class _Names:
    single: frozenset[str]
    double: frozenset[str]
    tibetan: re.Pattern[str]
    not_names: frozenset[str]
    words: Lexicon


@lru_cache(maxsize=4)
def _names(knowledge: Knowledge) -> _Names:
    syllables = "|".join(sorted((s.id for s in knowledge.surnames if s.kind == "syllable"), key=len, reverse=True))
    return _Names(
        frozenset(s.id for s in knowledge.surnames if s.kind == "single"),
        frozenset(s.id for s in knowledge.surnames if s.kind == "double"),
        re.compile(rf"(?:{syllables}){{2,3}}[措吉]?|(?:{syllables})[措吉加杰布毛图]"),
        frozenset(fold(term.id) for term in knowledge.not_names),
        lexicon(knowledge),
    )


def find_persons(source: Source) -> list[Candidate]:
    """PERSON candidates. A name once found after an office is found again where it stands alone as the subject of a clause."""
    folded = source.folded
    names = _names(source.knowledge)
    found: dict[tuple[int, int], Candidate] = {}
    known: set[str] = set()
    for match in _OFFICE.finditer(folded):
        start = match.end()
        sure = not match["loose"] or folded[start : start + 1] in _PLAIN or folded[start : start + 2] in names.double
        end = _read_name(folded, start, names) if sure else start
        while end > start:
            found[start, end] = Candidate(start, end, "PERSON")
            known.add(folded[start:end])
            # 民警张某某、李某某: the names that go on
            start = end + 1
            end = _read_next(folded, start, names) if folded[end : end + 1] in ("、", "和", "与") else start
    for match in _HEAD_OF_STATE.finditer(folded):
        found[match.start(), match.end()] = Candidate(match.start(), match.end(), "PERSON")
    for match in _TITLE_AFTER.finditer(folded):
        begin = _name_before(folded, match.start(), match[0] == "同志", names)
        if begin < match.start():
            found[begin, match.start()] = Candidate(begin, match.start(), "PERSON")
    for match in _GIVEN_TASK.finditer(folded):
        if folded[match.start()] in _PLAIN and not _is_ordinary(folded, match.start(), match.start() + 3, names):
            found[match.start(), match.start() + 3] = Candidate(match.start(), match.start() + 3, "PERSON")
    again = AhoCorasick(sorted(n for n in known if len(n) > 2), matchkind=MatchKind.LeftmostLongest)
    for _, start, end in again.find_matches_as_indexes(folded):
        found.setdefault((start, end), Candidate(start, end, "PERSON"))
    return list(found.values())


def _read_name(folded: str, start: int, names: _Names) -> int:
    """Where the name that begins at ``start``, behind an office, ends; ``start`` if none does."""
    foreign = _FOREIGN.match(folded, start)
    if foreign:
        return _foreign_end(folded, foreign.end(), names)
    tibetan = names.tibetan.match(folded, start)
    if tibetan and _ends_at(folded, tibetan.end(), names):
        return tibetan.end()
    first = folded[start : start + 1]
    if folded[start : start + 2] in names.double:
        lengths: tuple[int, ...] = (4, 3)
    elif first in names.single:
        lengths = (3, 2)
    else:
        return start
    for length in lengths:
        end = start + length
        if end <= len(folded) and _is_name(folded, start, end, names):
            return end
    return start


def _is_name(folded: str, start: int, end: int, names: _Names) -> bool:
    name, after = folded[start:end], folded[end : end + 1]
    if not _all_han(name) or name[1] in _NEVER_SECOND or name in names.not_names or name[:2] in names.not_names:
        return False
    if _all_han(after) and name[-1] in _NEVER_LAST:
        return False
    plain = name[0] in _PLAIN or name[:2] in names.double
    if not plain and (name[1] in _SELDOM_SECOND or name[1:] in names.not_names):
        return False
    words = names.words
    surely = plain and len(name) == 3 and not _is_ordinary(folded, start, end, names)
    if not (surely or _ends_at(folded, end, names)) or (name[0] in _PREPOSITIONS and _all_han(after) and folded[end : end + 2] not in words.verbs):
        return False
    if len(name) == 4:
        return name[2:] not in words.words and name[-1] + after not in words.words
    if len(name) == 2:
        if name in words.words or name[1] in _SELDOM_SECOND or not (plain or _clear_end(folded, name[0], end, words)):
            return False
        # 王伟|大力: the word that follows the name may be cut in two ways
        return name[1] + after not in words.words or folded[end : end + 2] in words.words
    if name[-1] + after in words.words and not (plain and folded[end : end + 2] in words.verbs):
        return False
    if not plain:
        return name[:2] not in words.words and name[1:3] not in (words.words if name[0] in _FUNCTION else words.verbs)
    return name[:2] not in words.verbs and (name[:2] not in words.words or name[1:3] not in words.words)


def _clear_end(folded: str, surname: str, end: int, words: Lexicon) -> bool:
    """Whether a name of two characters whose surname is a word as often ends at ``end``."""
    after = folded[end : end + 1]
    return not _all_han(after) or (surname not in _FUNCTION and (after == "等" or folded[end : end + 2] in words.verbs))


def _is_ordinary(folded: str, start: int, end: int, names: _Names) -> bool:
    """Whether any two neighbours of what looks like a name, or its end with what follows, are a common word."""
    words = names.words.words
    return any(folded[i : i + 2] in words for i in range(start, end))


def _ends_at(folded: str, end: int, names: _Names) -> bool:
    """Whether a name can end here: no character follows, or a word begins."""
    after = folded[end : end + 1]
    return not _all_han(after) or after in _FOLLOW or folded[end : end + 2] in names.words.words


def _foreign_end(folded: str, given: int, names: _Names) -> int:
    last = given
    while last < given + _LONGEST_GIVEN and _all_han(folded[last : last + 1]):
        last += 1
        if last - given > 1 and _ends_at(folded, last, names):
            break
    return last


def _read_next(folded: str, start: int, names: _Names) -> int:
    end = _read_name(folded, start, names)
    if end > start and (folded[start] not in _PLAIN or folded[end - 1] in _PLACE_NEXT or folded[end : end + 1] in _PLACE_NEXT):
        return start
    return end


def _name_before(folded: str, end: int, comrade: bool, names: _Names) -> int:
    """Where a name begins that ends before a title at ``end`` (其中|某某某|律师); ``end`` if there is none."""
    for length in (3, 2) if comrade else (3,):
        start = end - length
        if start < 0 or folded[start] not in names.single or not _all_han(folded[start:end]):
            continue
        before = folded[max(0, start - 2) : start]
        clear = not _all_han(before[-1:]) or before.endswith(_LEADS)
        name = folded[start:end]
        if not clear or name[0] in _BEFORE_NAME or name[1] in _SELDOM_SECOND or name[1] in _NEVER_SECOND or name in names.not_names:
            continue
        if length == 2 and name[0] not in _PLAIN:
            continue
        if not any(folded[i : i + 2] in names.words.words for i in range(start, end - 1)):
            return start
    return end


def _all_han(text: str) -> bool:
    return bool(text) and all("一" <= c <= "龥" for c in text)
