"""Ordinary words, by which names that no table holds are told from the text around them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from fazhi_nlp.core.normalize import fold
from fazhi_nlp.knowledge.base import Knowledge


@dataclass(slots=True, frozen=True)
class Lexicon:
    """Words of two characters, folded. context: words before which an institution's or area's name begins; verbs: those, and common verbs,
    adverbs and prepositions; words: those and all other common words."""

    context: frozenset[str]
    verbs: frozenset[str]
    words: frozenset[str]


@lru_cache(maxsize=4)
def lexicon(knowledge: Knowledge) -> Lexicon:
    """Compile the tables of a `Knowledge` (once)."""
    context = frozenset(fold(term.id) for term in knowledge.context_words)
    verbs = {fold(row.id + second) for row in knowledge.common_words for second in row.verbs}
    others = {fold(row.id + second) for row in knowledge.common_words for second in row.others}
    return Lexicon(context, context | verbs, context | verbs | others)
