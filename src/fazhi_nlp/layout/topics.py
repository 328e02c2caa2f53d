"""Topics of paragraphs: the weighted words of a paragraph, of its own headings and of the headings that it stands under.

The weights of the table are in units of each topic's threshold: a topic whose words add up to 1 is given, unless another is far ahead.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from ahocorasick_rs import AhoCorasick, MatchKind

from fazhi_nlp.core.docs import TOPIC_LABELS
from fazhi_nlp.core.normalize import fold
from fazhi_nlp.knowledge.base import load_knowledge
from fazhi_nlp.knowledge.topics import TopicCue
from fazhi_nlp.layout.cues import HeadingTyper
from fazhi_nlp.layout.model import Heading, Layout

TOPIC_SECTIONS = frozenset({"measures", "problems", "leadership", "plan"})
"""Sections whose paragraphs have topics."""
ENOUGH = 1.0
"""Score from which a topic is given."""
SHARE = 0.25
"""A topic is given only if its score is at least this share of the highest."""
FALLBACK = 0.4
"""Where no topic has enough, the highest is given if it has this much."""
HEADING = 2.5
"""A word in the paragraph's own heading counts this often."""
INHERITED = 1.0
"""A word in a heading that the paragraph stands under counts this often."""
AGAIN = 0.5
"""What a word adds when it comes a second time; after that it adds nothing."""
CACHED = 4096
"""How many headings are remembered."""

Scores = dict[str, float]


class TopicScorer:
    """Adds up the words of a text for each topic. Of words that overlap, the first counts, of those the longest."""

    def __init__(self, rows: Iterable[TopicCue]) -> None:
        self.cues: dict[str, list[tuple[str, float]]] = {}
        for row in rows:
            topics = self.cues.setdefault(fold(row.word), [])
            if row.topic:
                topics.append((row.topic, row.weight))
        self.words = list(self.cues)
        self.automaton = AhoCorasick(self.words, matchkind=MatchKind.LeftmostLongest)
        self.heading = lru_cache(CACHED)(self._heading)

    def found(self, folded: str) -> Iterator[tuple[str, int]]:
        """Every word in a folded text with the offset at which it begins, in order, without overlap."""
        for index, start, _ in self.automaton.find_matches_as_indexes(folded):
            yield self.words[index], start

    def add(self, scores: Scores, words: Counter[str], factor: float) -> None:
        """Add the weights of words, times a factor, to the scores."""
        for word, times in words.items():
            for topic, weight in self.cues[word]:
                scores[topic] = scores.get(topic, 0.0) + weight * factor * (1 + AGAIN * (times > 1))

    def _heading(self, folded: str) -> Scores:
        scores: Scores = {}
        self.add(scores, Counter(word for word, _ in self.found(folded)), INHERITED)
        return scores


@cache
def load_topic_scorer(folders: tuple[str, ...] = ()) -> TopicScorer:
    """The compiled table, a user's folders merged in; made once a process and list of folders."""
    return TopicScorer(load_knowledge(folders).topic_cues)


@dataclass(slots=True, frozen=True)
class _Above:
    """A heading that later paragraphs may stand under. section: that of its paragraph."""

    level: int
    section: str
    scores: Scores


def paragraph_topics(layout: Layout, sections: Sequence[str], scorer: TopicScorer, typer: HeadingTyper, year: int | None) -> list[list[str]]:
    """The topics of every paragraph, in the order of ``TOPIC_LABELS``; empty outside ``TOPIC_SECTIONS``. Linear in the text's length.

    sections: section of every paragraph of the layout. typer, year: as for the sections; a paragraph that is nothing but the heading of a
    part of the report (存在的问题) has no topic, a thematic one (严格规范执法) has.
    """
    headings: list[list[Heading]] = [[] for _ in layout.paragraphs]
    for unit in layout.units:
        headings[unit.paragraph].extend(unit.headings)
    stack: list[_Above] = []
    out: list[list[str]] = []
    for (start, end), section, own in zip(layout.paragraphs, sections, headings, strict=True):
        above = [h for h in stack if h.section == section and (not own or h.level < own[0].level)]
        for heading in own:
            while stack and stack[-1].level >= heading.level:
                stack.pop()
            stack.append(_Above(heading.level, section, scorer.heading(layout.folded[heading.start : heading.end])))
        if section not in TOPIC_SECTIONS or _opens_part(layout, end, section, own, typer, year):
            out.append([])
            continue
        out.append(choose(_scores(layout.folded[start:end], [(h.start - start, h.end - start) for h in own], above, scorer)))
    return out


def choose(scores: Scores) -> list[str]:
    """The topics that have enough, in the order of ``TOPIC_LABELS``; the highest alone if none has, but it has something."""
    best = max(scores.values(), default=0.0)
    needed = max(ENOUGH, SHARE * best) if best >= ENOUGH else max(best, FALLBACK)
    # where none has enough and two are even, the first
    return [topic for topic in TOPIC_LABELS if scores.get(topic, 0.0) >= needed][: None if best >= ENOUGH else 1]


def _scores(folded: str, own: Sequence[tuple[int, int]], above: Iterable[_Above], scorer: TopicScorer) -> Scores:
    """own: the paragraph's own headings as offsets into its folded text, in order."""
    in_headings: Counter[str] = Counter()
    in_text: Counter[str] = Counter()
    place = 0
    for word, start in scorer.found(folded):
        while place < len(own) and own[place][1] <= start:
            place += 1
        (in_headings if place < len(own) and own[place][0] <= start else in_text)[word] += 1
    scores: Scores = {}
    scorer.add(scores, in_headings, HEADING)
    scorer.add(scores, in_text, 1.0)
    for heading in above:
        for topic, score in heading.scores.items():
            scores[topic] = scores.get(topic, 0.0) + score
    return scores


def _opens_part(layout: Layout, end: int, section: str, own: Sequence[Heading], typer: HeadingTyper, year: int | None) -> bool:
    """Whether a paragraph is nothing but the heading of a part that the regulation asks for."""
    if len(own) != 1 or own[0].level != 1 or own[0].end < end - 1:
        return False
    return section != "measures" or bool(typer(layout.folded[own[0].body : own[0].end], year).named)
