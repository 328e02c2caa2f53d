"""Silver words: texts cut by rjieba, brought to the conventions of README.md by the corpus's entities and the tables of knowledge."""

from __future__ import annotations

import lzma
import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import rjieba

from fazhi_nlp.core.normalize import fold
from fazhi_nlp.gold.markup import GoldSpan, parse_paragraph
from fazhi_nlp.knowledge.base import Knowledge
from fazhi_nlp.words.dictionary import known_words
from fazhi_nlp.words.edges import EdgeRules
from fazhi_nlp.words.model import EDGE, INNER

TRAINING_REPORTS = (*range(1, 77), *range(101, 185))
"""Numbers of the reports of the corpus that words may be learnt from; the others belong to dev and test."""

_NUMERALS = "一二两三四五六七八九十百千万亿几数"
_COUNTED = "个项次件名份场条家户处批期张册套类轮支部篇块位种宗例起所届年月天日级人村镇乡县市省"
_COUNT_WORD = re.compile(rf"([{_NUMERALS}]+)([{_COUNTED}])")
_KEEP_COUNTED = frozenset(
    "一起 一例 一部 一级 一类 一家 一人 一天 一日 一年一度 万人 千人 百家 万家 十分 一月 二月 三月 四月 五月 六月 七月 八月 九月 十月".split()
)
_LEVELS = frozenset("省市县区镇乡街")
_ORGANS = frozenset("委 党委 政府 人大 政协 纪委 监委 妇联 团委 工会 法院 残联 党校".split())
_WHOLE = frozenset("全我本各")
_ONE = frozenset("省市州县区镇乡街村局厅校院委部所国")
_SUFFIXES = frozenset("率员度性化证费款册室表书台岗站局厅所科股栏牌馆院队班课卡箱园区")
_PARTICLES = frozenset("的了着过地得和与及对在于是为把被将向从以并也都就不很更还已")
_NAME_BEFORE_BODY = re.compile(r"(?:中共)?([一-龥]{2,3}?)(省|市|州|县|区|镇|乡|街道)(?=委|党|人|政|纪|司|公|综|信|教|卫|财|民|应|城|水|交|农|市|$)")
_RARE = 5
_HALF = 4
"""How often both halves of a word of four characters must stand alone for it to be a phrase (实施 | 方案) and no idiom (因地制宜)."""


@dataclass(slots=True)
class Text:
    """A paragraph without white space at its edges, with the entities that were marked in it and the names its report holds."""

    text: str
    entities: list[GoldSpan] = field(default_factory=list)
    names: frozenset[str] = frozenset()


def read_corpus(folder: Path) -> Iterator[Text]:
    """Paragraphs of the training reports that are there."""
    for number in TRAINING_REPORTS:
        path = folder / f"r{number:03d}.txt"
        if not path.is_file():
            continue
        paragraphs = [parse_paragraph(line, place=path.name) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        names = frozenset(name for p in paragraphs for e in p.entities for name in _names(p.text[e.start : e.end], e.label))
        for paragraph in paragraphs:
            yield Text(paragraph.text, paragraph.entities, names)


def read_text(path: Path, characters: int, seed: int) -> Iterator[Text]:
    """Lines of a text file (``.xz`` or plain), drawn at random, about as many characters as wanted."""
    with lzma.open(path, "rt", encoding="utf-8") if path.suffix == ".xz" else path.open(encoding="utf-8") as file:
        lines = [line.strip() for line in file if 10 < len(line.strip()) < 400]
    random.Random(seed).shuffle(lines)
    for line in lines:
        if characters <= 0:
            return
        characters -= len(line)
        yield Text(line)


def _names(text: str, label: str) -> Iterator[str]:
    """Names of persons and places that an entity holds: what no dictionary knows."""
    if label == "PERSON" or (label == "GPE" and 2 <= len(text) <= 4):
        yield text
    if label in ("ORG", "GPE") and (match := _NAME_BEFORE_BODY.match(text)):
        yield match[1] + match[2]
        if match[2] != "街道":
            yield match[1]


class Teacher:
    """Cuts texts into words by the conventions."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.rules = EdgeRules(knowledge)
        self._jieba = rjieba.Jieba()
        for word in known_words(knowledge):
            self._jieba.add_word(word, None, None)
        self._terms = known_words(knowledge)
        self._counts: Counter[str] = Counter()

    def count(self, texts: Iterable[Text]) -> None:
        """Count rjieba's words: those of its hidden Markov model that come up once or twice are mostly wrong, and what is common alone is no half of
        an idiom."""
        for item in texts:
            self._counts.update(self._jieba.cut(item.text, True))

    def cut(self, item: Text) -> list[list[str]]:
        """The words of the paragraph, one list for each stretch without white space."""
        stretches = []
        for match in re.finditer(r"\S+", item.text):
            original = match[0]
            breaks = [edge - match.start() for e in item.entities for edge in (e.start, e.end)]
            begins = self._begins(original, item.names)
            persons = [(e.start - match.start(), e.end - match.start()) for e in item.entities if e.label == "PERSON"]
            for start, end in persons:
                if start >= 0 and end <= len(original):
                    _join(begins, start, end)
            certain = self.rules(original, fold(original), breaks)
            begins = bytearray(1 if c == EDGE else 0 if c == INNER else b for b, c in zip(begins, certain, strict=True))
            stretches.append(_split(original, begins))
        return stretches

    def _begins(self, text: str, names: frozenset[str]) -> bytearray:
        words = []
        for word in self._jieba.cut(text, True):
            rare = len(word) > 1 and not self._jieba.has_word(word) and self._counts[word] < _RARE and word not in names
            words += self._jieba.cut(word, False) if rare else self._phrase(word)
        begins = bytearray(len(text))
        position = 0
        for word in self._conventions(words):
            begins[position] = 1
            position += len(word)
        assert position == len(text), text
        for name in sorted(names, key=len):
            for found in re.finditer(re.escape(name), text):
                _join(begins, *found.span())
        return _levels(text, begins)

    def _phrase(self, word: str) -> list[str]:
        """A word of the dictionary that is a phrase by the conventions, cut."""
        if len(word) == 4 and word not in self._terms:
            if word[1] == "的":
                return [word[0], "的", word[2:]]
            if min(self._counts[word[:2]], self._counts[word[2:]]) >= _HALF:
                return [word[:2], word[2:]]
        return [word]

    @staticmethod
    def _conventions(words: Iterable[str]) -> Iterator[str]:
        previous = ""
        for word in words:
            match = _COUNT_WORD.fullmatch(word)
            pieces = [match[1], match[2]] if match and word not in _KEEP_COUNTED else [word]
            for piece in pieces:
                joined = previous + piece
                if previous and (
                    (piece in _ONE and previous in _WHOLE)
                    or (piece in _SUFFIXES and len(previous) == 2 and previous[1] not in _PARTICLES and previous[0] not in _PARTICLES and previous.isalpha())
                    or (len(piece) == 1 and piece in _NUMERALS and previous[-1] in _NUMERALS and all(c in _NUMERALS for c in previous))
                ):
                    previous = joined
                    continue
                if previous:
                    yield previous
                previous = piece
        if previous:
            yield previous


def _join(begins: bytearray, start: int, end: int) -> None:
    begins[start] = 1
    begins[start + 1 : end] = bytes(end - start - 1)
    if end < len(begins):
        begins[end] = 1


def _levels(text: str, begins: bytearray) -> bytearray:
    """县 and an organ of one or two characters are one word, 荆皋市 before it gives 荆皋 | 市委."""
    words = _split(text, begins)
    position = 0
    for first, second in pairwise(words):
        following = position + len(first)
        if second in _ORGANS and first in _LEVELS:
            begins[following] = 0
        elif second in ("委", "政府", "纪委") and len(first) in (3, 4) and first[-1] in _LEVELS and first[-2] not in "城乡地社园":
            begins[following - 1] = 1
            begins[following] = 0
        position = following
    return begins


def _split(text: str, begins: bytearray) -> list[str]:
    starts = [i for i, b in enumerate(begins) if b or i == 0]
    return [text[a:b] for a, b in zip(starts, [*starts[1:], len(text)], strict=True)]
