"""What the gate reads: the test split for figures, the sample for extractions, three reports of it for the clock.

Nothing of the test split but counts leaves the gate. What it prints word for word is the sample's: the bundled examples and reports of the dev split.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.accuracy.environments import ROOT
from benchmarks.gate.sample import Extraction, Key, extractions

from fazhi_nlp.gold.convert import to_report
from fazhi_nlp.gold.dataset import read_corpus
from fazhi_nlp.gold.markup import GoldReport
from fazhi_nlp.readers import find_inputs, read
from fazhi_nlp.training.data import fingerprint

CORPUS, EXAMPLES = ROOT / "training" / "corpus", ROOT / "examples"
SAMPLE = ("r229", "r233", "r237", "r239", "r242", "r244", "r306", "r308", "r310", "r317", "r320", "r322")
"""Dev reports of all four hands, of provinces, counties, towns and departments, of the years 2016 to 2025."""
TIMED = ("r233", "r244", "r310")


@dataclass(slots=True)
class Material:
    """Reports to measure on.

    texts: of the sample, by name. gold: extractions of the gold annotation of those sample reports that have one (annotated), by key. timed: texts for the
    clock.
    """

    test: list[GoldReport]
    texts: dict[str, str]
    annotated: frozenset[str] = frozenset()
    gold: dict[Key, Extraction] = field(default_factory=dict)
    timed: list[str] = field(default_factory=list)

    @property
    def digest(self) -> str:
        """SHA-256 over the texts and annotations of the test reports."""
        return fingerprint({"train": [], "dev": [], "test": self.test})


def read_material(*, limit: int | None = None) -> Material:
    """Read it. limit: reports of each kind, for a trial. Raises InputError for a corpus that breaks its rules or an example that cannot be read."""
    splits = read_corpus(CORPUS)
    dev = {report.name: report for report in splits["dev"]}
    golds = [dev[name] for name in SAMPLE[:limit]]
    paths = [Path(path) for path, _ in find_inputs([EXAMPLES])]
    rows = [row for gold in golds for row in extractions(to_report(gold), gold.text, name=gold.name)]
    return Material(
        test=splits["test"][:limit],
        texts={path.name: read(path).text for path in paths[:limit]} | {gold.name: gold.text for gold in golds},
        annotated=frozenset(gold.name for gold in golds),
        gold={row.key: row for row in rows},
        timed=[dev[name].text for name in TIMED],
    )
