"""Times and sums of money by the rules of JioNLP, as they are."""

from __future__ import annotations

from benchmarks.accuracy.baselines.base import MONEY, Baseline, main
from benchmarks.accuracy.baselines.tagging import tagged
from benchmarks.accuracy.exchange import Answers, Span, Task

MAPPING = {"time_point": "DATE", "time_span": "DATE", "money": MONEY}


def run(task: Task) -> Answers:
    """Extract line by line."""
    import jionlp

    def find(text: str) -> list[Span]:
        found = [*jionlp.ner.extract_time(text), *jionlp.ner.extract_money(text)]
        return [(*record["offset"], MAPPING[record["type"]]) for record in found if record["type"] in MAPPING]

    return tagged(task, find)


BASELINE = Baseline(
    name="jionlp", title="JioNLP's rules for time and money", requirements="jionlp", packages=("jionlp",), offers=("DATE", MONEY), run=run, mapping=MAPPING,
    limits="Of 2023年3月至5月 it takes the first half, of 2023年度 the year; 一时, 夜间 and 12·4 are times to it. Its durations and recurring "
    "times (time_delta, time_period) are left out. Every sum is money to it; gold holds those only that measure or promise the body's own work.",
)  # fmt: skip

if __name__ == "__main__":
    main(BASELINE)
