"""One run: all systems on one split, as plain data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks.accuracy.baselines.base import SECTIONS, Baseline
from benchmarks.accuracy.data import needed, texts
from benchmarks.accuracy.environments import ROOT, answers
from benchmarks.accuracy.exchange import Answers, Task
from benchmarks.accuracy.registry import BASELINES
from benchmarks.accuracy.scoring import Counts, bare_reports, count_answers, count_own, count_sections, differences_of, figures_of, to_report
from benchmarks.accuracy.systems import MODEL, OFFERS, analyses, own_pipelines
from spacy.language import Language

from fazhi_nlp.gold.markup import GoldReport
from fazhi_nlp.pipeline import RULES, producer
from fazhi_nlp.training.data import fingerprint, read_data
from fazhi_nlp.training.settings import Settings, read_settings

CONFIG = ROOT / "configs" / "report_bert.toml"
"""The shipped model's training: its data are those of the baselines."""
TITLES = {RULES: "the rules of this project", MODEL: "the shipped model of this project"}


def settings(**changes: Any) -> Settings:
    """Those of the shipped model's training."""
    return read_settings(CONFIG, **changes)


class Tested:
    """The reports that are measured on. reports: as they are; bare: without headings, by view."""

    def __init__(self, reports: Sequence[GoldReport]) -> None:
        self.reports = [report for report in reports if all(p.section for p in report.paragraphs)]
        self.bare = bare_reports(self.reports)

    def own(self, nlp: Language) -> Counts:
        """Counts of a pipeline of this project."""
        return count_own(self.reports, analyses(nlp, self.reports)) | {view: count_sections(golds, analyses(nlp, golds)) for view, golds in self.bare.items()}

    def task(self, train: Sequence[GoldReport], dev: Sequence[GoldReport], rules: Language) -> Task:
        """What the baselines learn from and are asked."""
        first, second = (texts(golds, analyses(rules, golds), told=True) for golds in (train, dev))
        asked = [*self.reports, *(gold for golds in self.bare.values() for gold in golds)]
        return Task(first, second, texts(asked, analyses(rules, asked), told=False))

    def baseline(self, module: str, baseline: Baseline, task: Task, work: Path) -> tuple[Counts, Answers]:
        """Counts of a baseline, and what it said."""
        count = len(self.reports)
        said = answers(module, baseline, needed(task, baseline, plain=count), work)
        counts = count_answers(self.reports, said.reports[:count])
        if SECTIONS in baseline.offers:
            for k, (view, golds) in enumerate(self.bare.items(), 1):
                counts[view] = count_sections(golds, [to_report(gold, a) for gold, a in zip(golds, said.reports[k * count : (k + 1) * count], strict=True)])
        return counts, said


def compare(*, split: str, work: Path, model: Path | None, names: Sequence[str], limit: int | None) -> dict[str, Any]:
    """Figures of all systems on a split, and their differences to the model (to the rules, where there is no model).

    work: folder for the baselines' environments and answers. model: folder of a pipeline to take for the shipped one. names: of the baselines to run.
    limit: reports of each split, for a trial.
    """
    splits = {part: reports[:limit] for part, reports in read_data(settings()).items()}
    tested, own = Tested(splits[split]), own_pipelines(model)
    systems: list[dict[str, Any]] = []
    counts: dict[str, Counts] = {}
    for name, nlp in own.items():
        counts[name], made_by = tested.own(nlp), producer(nlp)
        systems.append(
            {"name": name, "title": TITLES[name], "kind": "own", "offers": OFFERS, "versions": {"fazhi-nlp": made_by.library}, "weights": made_by.model_sha256}
        )
    task = tested.task(splits["train"], splits["dev"], own[RULES])
    for module, group in BASELINES.items():
        for baseline in group:
            if baseline.name not in names:
                continue
            print(baseline.name, flush=True)
            counts[baseline.name], said = tested.baseline(module, baseline, task, work)
            systems.append(
                {
                    "name": baseline.name, "title": baseline.title, "kind": "learns" if baseline.learns else "as it is", "offers": baseline.offers,
                    "versions": said.versions, "chosen": said.chosen, "mapping": dict(baseline.mapping), "limits": baseline.limits,
                }
            )  # fmt: skip
    reference = MODEL if MODEL in counts else RULES
    return {
        "split": split,
        "reports": len(tested.reports),
        "data": fingerprint(splits),
        "reference": reference,
        "systems": systems,
        "figures": {s["name"]: [asdict(f) for f in figures_of(counts[s["name"]], s["offers"])] for s in systems},
        "differences": {
            s["name"]: [{**asdict(d), "verdict": d.verdict} for d in differences_of(counts[reference], counts[s["name"]], s["offers"])]
            for s in systems
            if s["name"] != reference
        },
    }
