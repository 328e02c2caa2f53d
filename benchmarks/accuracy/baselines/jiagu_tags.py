"""Institutions, places and persons by the entity tagger of jiagu, dates by its part-of-speech tagger, as they are."""

from __future__ import annotations

from benchmarks.accuracy.baselines.base import Baseline, main
from benchmarks.accuracy.baselines.tagging import INTO, JOINED, tagged
from benchmarks.accuracy.exchange import Answers, Span, Task
from benchmarks.accuracy.spans import bio, calendar, label, place

MAPPING = {"ORG": "ORG", "LOC": "GPE", "PER": "PERSON"}
TIMES = {"nt": "DATE"}


def run(task: Task) -> Answers:
    """Tag line by line; where a date and a name overlap the name stays."""
    import jiagu

    def find(text: str) -> list[Span]:
        words = jiagu.seg(text)
        names = label(bio(place(text, list(zip(words, jiagu.ner(words), strict=True)))), MAPPING, joined=JOINED, into=INTO)
        tags = calendar(text, place(text, list(zip(words, jiagu.pos(words), strict=True))), times=("nt",), numbers=("m",), tag="nt")
        dates = label(tags, TIMES, joined=JOINED)
        return names + [(s, e, name) for s, e, name in dates if all(e <= start or end <= s for start, end, _ in names)]

    return tagged(task, find)


BASELINE = Baseline(
    name="jiagu", title="jiagu's perceptron taggers", requirements="jiagu", packages=("jiagu",), offers=("ORG", "GPE", "PERSON", "DATE"), run=run,
    mapping={**MAPPING, **TIMES, "m … 年, 月, 日": "DATE"},
    limits="Its segmenter writes the words, its entity tagger marks them: 乡党委书记 is one institution to it, offices are none here. "
    "Numbers with a time word are joined to one date here; 时限, 之后, 平时 are times to it.",
)  # fmt: skip

if __name__ == "__main__":
    main(BASELINE)
