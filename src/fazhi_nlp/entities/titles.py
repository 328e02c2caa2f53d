"""Titles in 《》 as entities: LAW or DOC, with the id of what they name; short names and 以下简称 are resolved to their antecedents."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from fazhi_nlp.entities.base import Candidate, Source
from fazhi_nlp.entities.brackets import Bracketed, read_brackets
from fazhi_nlp.entities.issuers import Issuer, read_context, read_issuer
from fazhi_nlp.knowledge.base import Knowledge
from fazhi_nlp.knowledge.laws import DocumentTable, NamedDocument, title_key

_ALIAS = re.compile(r"\([^()《》\n]{0,40}(?:简称|统称)(?:为|:)?[《“\"]{0,2}([^《》“”\"()\n]{1,30})[》”\")]")
_YEARS = re.compile(r"\(?((?:19|20)\d\d)年?\s*(?:-+|至|~|到)?\s*((?:19|20)\d\d)年?\)?$")
_TAIL = re.compile(r"\([^()]{0,30}\)?$")
_BOOK = re.compile(r"(.{1,40}?(?:法典|法))[·\-(]?[\u4e00-\u9fff]{2,8}[编章]\)?$")
_REPORT = re.compile(r"法治政府建设(?:工作)?(?:年度)?(?:情况)?的?(?:年度)?(?:工作)?(?:报告|总结)$")
# short names that point back to what was named in full
_KINDS = ("条例", "规定", "办法", "细则", "准则", "规则", "纲要", "规划", "意见", "方案", "决定", "通知", "清单", "要点", "计划", "决议")
_SHORT = re.compile(rf"(?:实施|暂行|工作)?(?:{'|'.join(_KINDS)})")
_NO_LAW = (
    "办法", "方法", "做法", "用法", "执法", "普法", "说法", "司法", "立法", "书法", "手法", "学法", "守法", "释法", "工作法", "疗法",
    "看法", "想法", "违法", "合法",
)  # fmt: skip
_ENACTING = re.compile(r"(?:[〈<《][^〈〉<>《》]{2,40}法[〉>》]|[\u4e00-\u9fff]{2,20}(?<!办)法|条例)(?:实施)?(?:办法|细则|若干规定|规定)$")
_CITED = re.compile(r"(?:根据|依据|依照|学习|宣讲|宣传|宣贯|违反|贯彻|认真落实|严格落实)[\u4e00-\u9fff]{0,4}$")
_MADE = re.compile(r"制定|出台|印发|修订|完善|建立|健全|拟定|起草|编制|下发|研究|审议|形成|汇编|公布")
_UNCLOSED = re.compile(
    r"[^《》,。;]{2,60}?(?:条例|规定|办法|细则|规划|方案|意见|纲要|通知|要点|计划|清单|制度|规则)(?:\([^()]{1,14}\))?(?=$|[、\s“”\"()和与及等])"
)
_LAWMAKERS = (Issuer.CENTRE, Issuer.LEGISLATOR)
_REACH = 14


@dataclass(slots=True)
class _Reader:
    """What of a text has been read so far: label and id by name given with 以下简称, and of the last title named in full by its kind."""

    aliases: dict[str, tuple[str, str | None]] = field(default_factory=dict)
    latest: dict[str, tuple[str, str | None]] = field(default_factory=dict)


def read_titles(source: Source) -> list[Candidate]:
    """Every title in 《》 as a LAW or DOC candidate, in order; the span has its 《》. The report's own title is left out."""
    reader = _Reader()
    found = (_read(source, item, reader) for item in read_brackets(source.folded))
    return [candidate for candidate in found if candidate is not None]


def _read(source: Source, item: Bracketed, reader: _Reader) -> Candidate | None:
    folded = source.folded
    title = folded[item.inner_start : item.inner_end].strip()
    if not item.closed:
        return _read_unclosed(source, item, title)
    if source.year is not None and str(source.year) in title and _REPORT.search(title):
        return None
    key = title_key(title)
    meaning = reader.aliases.get(key)
    if meaning is None and _SHORT.fullmatch(key):
        meaning = reader.latest.get(key[-2:])
    if meaning is None:
        meaning = classify(title, folded[max(0, item.start - _REACH) : item.start], source)
        kind = _TAIL.sub("", key)[-2:]
        if kind in _KINDS and not _SHORT.fullmatch(key):
            reader.latest[kind] = meaning
    alias = _ALIAS.match(folded, item.end, min(len(folded), item.end + 80))
    if alias:
        reader.aliases[title_key(alias[1].strip())] = meaning
    label, found = meaning
    return Candidate(item.start, item.end, label, id=found)


def _read_unclosed(source: Source, item: Bracketed, title: str) -> Candidate | None:
    """A 《 without 》: the longest law of the table that follows it, or the stretch to the end of a noun for documents."""
    bare = source.knowledge.laws.bare_names
    for length in range(min(len(title), 60), 1, -1):
        found = bare.get(title[:length])
        if found is not None:
            return Candidate(item.start, item.inner_start + length, "LAW", id=found, score=0.8)
    match = _UNCLOSED.match(title)
    if match is None:
        return None
    label, found = classify(match[0], source.folded[max(0, item.start - _REACH) : item.start], source)
    return Candidate(item.start, item.inner_start + match.end(), label, id=found, score=0.8)


def classify(title: str, before: str, source: Source) -> tuple[str, str | None]:
    """Label (LAW or DOC) and id of a folded title; before: the characters in front of its 《, for titles that don't name their issuer."""
    knowledge = source.knowledge
    law = knowledge.laws.find(title)
    if law is None:
        book = _BOOK.match(title)
        law = knowledge.laws.find(book[1]) if book else None
    if law is not None:
        return "LAW", law.id
    document = find_document(title, knowledge.documents, source.year)
    if document is not None:
        return "DOC", document.id
    core = _TAIL.sub("", title).strip() or title
    return ("LAW" if _is_law(core, before, knowledge) else "DOC"), None


def find_document(title: str, documents: DocumentTable, year: int | None) -> NamedDocument | None:
    """The named document of a folded title, whatever range of years it gives; without one the report's year decides between two."""
    key = title_key(title)
    years = _YEARS.search(key)
    if years:
        key = title_key(key[: years.start()])
    named = documents.by_title.get(key)
    if not named:
        return None
    # damaged ranges (2022-2025, 2021-2026) still share a year with the right one
    wanted = {int(years[1]), int(years[2])} if years else set()
    for document in named:
        if wanted & {document.first_year, document.last_year}:
            return document
    return _nearest(named, year)


def _nearest(named: tuple[NamedDocument, ...], year: int | None) -> NamedDocument:
    """The document in force in a year, else the last."""
    for document in named:
        if year is not None and (document.first_year or 0) <= year <= (document.last_year or year):
            return document
    return named[-1]


def _is_law(core: str, before: str, knowledge: Knowledge) -> bool:
    if core.endswith(("法典", "修正案")) or (core.endswith("法") and not core.endswith(_NO_LAW)):
        return True
    if core.endswith("条例"):
        return read_issuer(core, knowledge) is not Issuer.LOWER
    if core.endswith("决定"):
        return core.startswith(("全国人民代表大会", "全国人大"))
    if core.endswith("解释"):
        return core.startswith("最高人民")
    if core.endswith(("规则", "准则")):
        return core.startswith("中国共产党") or ("人民代表大会" in core and read_issuer(core, knowledge) in _LAWMAKERS)
    if not core.endswith(("规定", "办法", "细则")):
        return False
    issuer = read_issuer(core, knowledge)
    if issuer is Issuer.UNKNOWN:
        issuer = read_context(before)
    if issuer is not Issuer.UNKNOWN:
        return issuer in _LAWMAKERS
    return bool(_ENACTING.search(core)) or (bool(_CITED.search(before)) and not _MADE.search(before))
