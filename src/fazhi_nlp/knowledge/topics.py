"""The words by which the topics of a paragraph are told (``topic_cues.tsv``)."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from fazhi_nlp.core.docs import TOPIC_LABELS
from fazhi_nlp.core.errors import Errors, KnowledgeError
from fazhi_nlp.knowledge.table import read_table


@dataclass(slots=True, frozen=True)
class TopicCue:
    """A word that speaks for a topic; a word may have several rows.

    topic: one of ``TOPIC_LABELS``, or ``""`` for a word that only hides the shorter words in it. weight: from 0; 1 is enough by itself.
    """

    id: str
    topic: str
    word: str
    weight: float


def load_topic_cues(folders: Iterable[str | Path] = ()) -> tuple[TopicCue, ...]:
    """All words of topics, those of the folders merged in. Raises KnowledgeError (E2xx; E231 unknown topic, E232 an empty word or a wrong weight)."""
    rows = read_table("topic_cues", TopicCue, folders=folders)
    for row in rows:
        if row.topic not in ("", *TOPIC_LABELS):
            raise KnowledgeError(Errors.E231.format(place="topic_cues.tsv", id=row.id, kind=row.topic, kinds=("", *TOPIC_LABELS)))
        if not row.word or not (math.isfinite(row.weight) and row.weight >= 0):
            raise KnowledgeError(Errors.E232.format(place="topic_cues.tsv", id=row.id, word=row.word, weight=row.weight))
    return tuple(rows)
