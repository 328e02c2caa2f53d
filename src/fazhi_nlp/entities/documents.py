"""DOC: titles in 《》 that are no law, documents named without 《》, document numbers."""

from __future__ import annotations

import re
from functools import lru_cache

from ahocorasick_rs import AhoCorasick, MatchKind

from fazhi_nlp.core.normalize import fold
from fazhi_nlp.entities.base import Candidate, Source
from fazhi_nlp.entities.titles import find_document, read_titles
from fazhi_nlp.knowledge.base import Knowledge

_NOUN = r"(?:规划|计划|方案|纲要|要点|清单|读本|手册|倡议书|白皮书)"
_QUOTED = re.compile(rf"[“\"]([^“”\"\n]{{1,24}})[”\"]([\u4e00-\u9fff]{{0,8}}?){_NOUN}(?:纲要)?(?:\([^()\n]{{1,14}}\))?")
# between quoted name and noun: what kind of document it is, nothing that begins another phrase
_MIDDLE = re.compile(
    r"(?:普法|法治|依法治理|宣传|教育|学习|工作|责任|任务|重点|事项|实施|行动|推进|提升|年度|总体|专项|建设|发展|改革|五年|三年|清理|整治|管理|检查|涉企|监管|服务|便民|政策|处罚|免罚|执法|创建)*"
)
_ISSUED = re.compile(
    r"(?:[省市州县区旗乡镇]|街道)(?:党委|党工委|人民政府|政府|委)(?:20\d\d年度?)?"
    r"(?:(?:全面)?依法治[国省市州县区旗镇乡](?:委员会)?|法治(?:政府)?建设|普法依法治理|依法行政)"
    r"(?:20\d\d年度?)?(?:重点)?(?:工作|任务)?" + _NOUN
)
_RANGE = re.compile(r"\((?:19|20)\d\d年?[-~至]{0,2}(?:19|20)?\d\d年?\)?")
_NUMBER = re.compile(r"[〔\[【(](?:19|20)\d\d[〕\]】)]\s{0,2}第?\s{0,2}\d{1,5}\s{0,2}号|(?:〔|(?<=[发字函文办呈报委政]))20\d\d〕?\d{1,4}号")
_CODE = re.compile(r"[\u4e00-\u9fff]{1,12}$")
# words that run into a number's first character
_LEAD = re.compile(
    r".*(?:简称|[根依]据|[按依]照|落实|贯彻|[印下转制]发|关于|文件|参照|执行|收到|详见|人民政府(?=.{2})|[号和与及的由以对见按依在])(?=[\u4e00-\u9fff]{2})"
)


@lru_cache(maxsize=4)
def _names(knowledge: Knowledge) -> AhoCorasick:
    names = {fold(name) for document in knowledge.documents.documents for name in document.bare}
    return AhoCorasick(sorted(names), matchkind=MatchKind.LeftmostLongest)


def find_documents(source: Source) -> list[Candidate]:
    """All DOC candidates; ``id`` is that of the table where the document is there.

    Titles in 《》 that are no law (see `read_titles`), named documents of the table without 《》, a document noun with a quoted name
    directly before it (“八五”普法规划) or with the committee or government that issued it (县委全面依法治县工作要点), document numbers.
    """
    found = [c for c in read_titles(source) if c.label == "DOC"]
    found.extend(_named(source))
    found.extend(_quoted(source))
    found.extend(Candidate(m.start(), m.end(), "DOC", score=0.9) for m in _ISSUED.finditer(source.folded))
    found.extend(_numbers(source.folded))
    return found


def _named(source: Source) -> list[Candidate]:
    folded = source.folded
    found = []
    for _, start, end in _names(source.knowledge).find_matches_as_indexes(folded):
        years = _RANGE.match(folded, end)
        found.append(_candidate(source, start, years.end() if years else end))
    return found


def _quoted(source: Source) -> list[Candidate]:
    return [_candidate(source, m.start(), m.end()) for m in _QUOTED.finditer(source.folded) if _MIDDLE.fullmatch(m[2])]


def _candidate(source: Source, start: int, end: int) -> Candidate:
    document = find_document(source.folded[start:end], source.knowledge.documents, source.year)
    return Candidate(start, end, "DOC", id=document.id if document else None, score=0.9)


def _numbers(folded: str) -> list[Candidate]:
    found = []
    for match in _NUMBER.finditer(folded):
        code = _CODE.search(folded, max(0, match.start() - 12), match.start())
        if code is None:
            continue
        lead = _LEAD.match(code[0])
        found.append(Candidate(code.start() + (lead.end() if lead else 0), match.end(), "DOC", score=0.95))
    return found
