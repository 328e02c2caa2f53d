"""The user dictionary: names and terms of the tables of knowledge that are one word wherever they stand."""

from __future__ import annotations

from collections.abc import Iterator

from ahocorasick_rs import AhoCorasick, MatchKind

from fazhi_nlp.core.normalize import fold
from fazhi_nlp.knowledge.base import Knowledge
from fazhi_nlp.knowledge.laws import STATE

_LAW_KINDS = ("法律", "宪法")
_LAW_ENDINGS = ("法", "法典")
_LAW_LENGTH = 3
_INSTITUTION_LENGTH = 3
_PLACE_LENGTH = 3
_ANY_CITY = "市"


class WordDictionary:
    """Finds known words in folded text, leftmost and longest first, in linear time.

    Of the tables it takes: the terms of ``word_terms``; titles and short names of national laws in 法 without 中华人民共和国 (titles in 条例 or
    办法 are cut like other phrases); names of institutions of three characters (司法所; longer ones are composed); names of places of three
    characters and more. Terms of ``institution_terms`` hide the institutions that only seem to stand in them (司法所需).
    """

    def __init__(self, knowledge: Knowledge) -> None:
        words = known_words(knowledge)
        hiding = {term.id for term in knowledge.institution_terms} - words
        self._names = [*sorted(words), *sorted(hiding)]
        self._words = len(words)
        self._guards = {guard.id: guard.not_before for guard in knowledge.word_guards}
        self._automaton = AhoCorasick(self._names, matchkind=MatchKind.LeftmostLongest)

    def find(self, folded: str) -> Iterator[tuple[int, int]]:
        """Start and end of each known word; they don't overlap."""
        for index, start, end in self._automaton.find_matches_as_indexes(folded):
            if index < self._words and not folded.startswith(self._guards.get(folded[end - 1], _NONE), end):
                yield start, end


_NONE: tuple[str, ...] = ()


def known_words(knowledge: Knowledge) -> set[str]:
    """All words of the dictionary, folded."""
    words = {fold(term.id) for term in knowledge.word_terms}
    for law in knowledge.laws.laws:
        if law.kind in _LAW_KINDS:
            names = (law.title.removeprefix(STATE), *law.aliases)
            words.update(fold(name) for name in names if name.endswith(_LAW_ENDINGS) and len(name) >= _LAW_LENGTH)
    for institution in knowledge.institutions:
        # those with a level inside (治#办) are ends of longer names
        words.update(name for name in institution.names if len(name) == _INSTITUTION_LENGTH and "#" not in name)
    # 市南区 and its like stand in 全市南区 as well
    words.update(fold(place.name) for place in knowledge.places if len(place.name) >= _PLACE_LENGTH and not place.name.startswith(_ANY_CITY))
    return {word for word in words if word.isalpha()}
