"""Is this such a report at all: a transparent sum of cues from a table."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from itertools import chain, islice

from fazhi_nlp.knowledge.sections import GenreCue
from fazhi_nlp.layout.model import TITLE_ROLES, Layout

LOW = 0.5
"""A score below this is worth a warning."""
BASE = -4.0
TOPIC = 4.5
"""Most that the positive cues of the text may add: they tell the subject, which other genres share."""
HEAD = 600
BODY = 100_000
"""Characters of the text that are looked at."""
PART = {"measures": 0.5, "problems": 1.25, "plan": 0.75, "leadership": 1.25}
"""Weight of a part that a heading opens."""


def genre_score(layout: Layout, cues: Iterable[GenreCue], named: set[str]) -> float:
    """How sure it is that the text is a yearly report on building a rule-of-law government, 0 to 1.

    named: the sections that headings name. The score is the logistic function of a sum: a base, the weights of the cues found (those of
    the subject up to ``TOPIC``), the weights of the parts.
    """
    total = BASE + sum(PART.get(section, 0.0) for section in named)
    folded = layout.folded[:BODY]
    # a line with a comma is running text: in hard-wrapped copies the first lines of the body may look like titles
    titles = [line for u in layout.units if u.role in TITLE_ROLES and not re.search(r"[,;。]", line := layout.line(u))][:12]
    title = "".join(titles)
    body = next((u.start for u in layout.units if u.role == "text"), 0)
    head = folded[body : body + HEAD]
    lines = [layout.line(u) for u in layout.units if u.role != "noise"][:2000]
    title_for = title_against = topic = 0.0
    for cue in cues:
        pattern = re.compile(cue.pattern)
        if cue.place == "title":
            if cue.weight < 0:
                title_against += cue.weight if any(map(pattern.search, titles)) else 0.0
            else:
                title_for += cue.weight if pattern.search(title) else 0.0
        elif cue.place == "text" and cue.weight > 0:
            topic += cue.weight if pattern.search(folded) else 0.0
        elif cue.place in ("head", "text"):
            total += cue.weight if pattern.search(head if cue.place == "head" else folded) else 0.0
        else:
            # matches, not lines: a text may have lost its line breaks
            total += cue.weight * len(list(islice(chain.from_iterable(map(pattern.finditer, lines)), 2)))
    # an interpretation of such a report names it in its title: then the good words of the title count for nothing
    total += min(topic, TOPIC) + (title_against or title_for)
    return round(1 / (1 + math.exp(-total)), 3)
