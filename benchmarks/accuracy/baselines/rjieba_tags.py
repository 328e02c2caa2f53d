"""Institutions, places, persons and dates by the tags of jieba (rjieba, its port to Rust), as it is."""

from __future__ import annotations

from benchmarks.accuracy.baselines.base import Baseline, main
from benchmarks.accuracy.baselines.tagging import INTO, JOINED, tagged
from benchmarks.accuracy.exchange import Answers, Span, Task
from benchmarks.accuracy.spans import calendar, label, place

MAPPING = {"nt": "ORG", "ns": "GPE", "nr": "PERSON", "nrt": "PERSON", "nrfg": "PERSON", "t": "DATE"}


def run(task: Task) -> Answers:
    """Tag line by line."""
    import rjieba

    def find(text: str) -> list[Span]:
        tokens = calendar(text, place(text, rjieba.tag(text)), times=("t",), numbers=("m",), tag="t")
        return label(tokens, MAPPING, joined=JOINED, into=INTO)

    return tagged(task, find)


BASELINE = Baseline(
    name="rjieba", title="jieba's dictionary and HMM tags", requirements="rjieba", packages=("rjieba",), offers=("ORG", "GPE", "PERSON", "DATE"), run=run,
    mapping={**MAPPING, "m … 年, 月, 日": "DATE"},
    limits="Its dictionary holds institutions as words (司法局), not names; a place name before one is joined here, 县 or 乡 alone before it is "
    "no place to it. Unknown townships are cut apart or called persons. It has no tag for a whole date: numbers with 年, 月, 日 are joined here; "
    "如下, 事后 and 平时 are times to it, 以来 and 年度 are none.",
)  # fmt: skip

if __name__ == "__main__":
    main(BASELINE)
