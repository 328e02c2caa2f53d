"""What is certain about word edges before the model is asked: numbers, Latin letters, marks, units, known words, edges of entities.

Everything works on a *stretch*: folded text (`fazhi_nlp.core.normalize.fold`) without white space. The result is one byte a character.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from fazhi_nlp.knowledge.base import Knowledge
from fazhi_nlp.words.dictionary import WordDictionary
from fazhi_nlp.words.model import EDGE, INNER

_PART = re.compile(
    r"(?P<number>[0-9]+(?:[.·][0-9]+)*(?:[万亿](?!元))?)|(?P<latin>[A-Za-z]+)|(?P<letters>[^\W\d_A-Za-z]+)|(?P<mark>(.)\5*)",
    re.DOTALL,
)
_THOUSANDS = re.compile(r"(?<![0-9,.])[0-9]{1,3}(?:,[0-9]{3})+(?![0-9,])")
_AFTER_NUMBER = re.compile(r"([余多几来]?)([万亿]?)")
_JOINERS = "\u200d\u200c"
_FIRST_COMBINING = "\u0300"
_MEASURE_WORD = "个"


class EdgeRules:
    """Finds what is certain about the word edges of a stretch, in linear time."""

    def __init__(self, knowledge: Knowledge, *, dictionary: bool = True) -> None:
        """dictionary: whether the names and terms of the tables are forced (units always are)."""
        self.dictionary = WordDictionary(knowledge) if dictionary else None
        units = {u.id: u.not_before for u in knowledge.units if u.id[0] not in "%‰"}
        self.units = {_without_measure_word(unit): after for unit, after in units.items()} | units
        self.longest_unit = max(map(len, self.units), default=0)

    def __call__(self, original: str, folded: str, breaks: Iterable[int] = ()) -> bytearray:
        """One of FREE, EDGE, INNER for each character.

        original, folded: the stretch as it stands and folded, of one length. breaks: offsets at which a word must begin or end (edges of
        entities); they win over everything else.
        """
        starts = bytearray(len(folded))
        for match in _PART.finditer(folded):
            start, end = match.span()
            if match.lastgroup != "letters":
                starts[start] = EDGE
                starts[start + 1 : end] = bytes([INNER]) * (end - start - 1)
                if end < len(starts):
                    starts[end] = EDGE
            if match.lastgroup == "number":
                self._unit(folded, end, starts)
        for match in _THOUSANDS.finditer(original):
            starts[match.start() + 1 : match.end()] = bytes([INNER]) * (match.end() - match.start() - 1)
        if not folded.isascii():
            _combine(original, starts)
        if self.dictionary is not None:
            for start, end in self.dictionary.find(folded):
                _word(starts, start, end)
        for position in breaks:
            if 0 < position < len(starts):
                starts[position] = EDGE
        if starts:
            starts[0] = EDGE
        return starts

    def _unit(self, folded: str, position: int, starts: bytearray) -> None:
        """The unit after a number that ends at position, and what may stand between them."""
        match = _AFTER_NUMBER.match(folded, position)
        assert match is not None  # everything in it is optional
        more, scale = match[1], match[2]
        start = match.end(1)
        end = match.end() + folded.startswith("元", match.end()) if scale else self._unit_end(folded, start)
        if end is None:
            return
        if more:
            _word(starts, position, start)
        if not scale and end - start > 1 and folded[start] == _MEASURE_WORD:
            _word(starts, start, start + 1)
            start += 1
        _word(starts, start, end)

    def _unit_end(self, folded: str, start: int) -> int | None:
        for end in range(min(len(folded), start + self.longest_unit), start, -1):
            unit = folded[start:end]
            if unit in self.units:
                return None if folded.startswith(tuple(self.units[unit]), end) else end
        return None


def _without_measure_word(unit: str) -> str:
    """百分点 of 个百分点: the two are words of their own."""
    return unit[1:] if unit.startswith(_MEASURE_WORD) and len(unit) > 1 else unit


def _word(starts: bytearray, start: int, end: int) -> None:
    starts[start] = EDGE
    starts[start + 1 : end] = bytes([INNER]) * (end - start - 1)
    if end < len(starts):
        starts[end] = EDGE


def _combine(original: str, starts: bytearray) -> None:
    """A combining mark, a variation selector or a joiner never begins a word; nor does what a joiner joins."""
    for i in range(1, len(original)):
        character = original[i]
        if character < _FIRST_COMBINING:
            continue
        if unicodedata.combining(character) or character in _JOINERS or original[i - 1] in _JOINERS or "\ufe00" <= character <= "\ufe0f":
            starts[i] = INNER
