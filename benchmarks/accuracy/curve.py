"""The learning curve: the shipped configuration trained on 10, 25, 50 and 100 % of the training reports, and the baselines that learn on the same reports.

python -m benchmarks.accuracy.curve [--work FOLDER] [--model FOLDER]

Hours on two cores; what is in the work folder is not trained again. --model: the pipeline that was trained on all reports, so that it is not trained anew.
Writes ``benchmarks/results/learning_curve.json`` and the page anew.
"""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks.accuracy.__main__ import WORK
from benchmarks.accuracy.page import CURVE, RESULTS, save, write_page
from benchmarks.accuracy.registry import BASELINES
from benchmarks.accuracy.run import Tested, settings
from benchmarks.accuracy.scoring import figures_of
from benchmarks.accuracy.systems import MODEL, OFFERS

import fazhi_nlp
from fazhi_nlp.pipeline import RULES
from fazhi_nlp.training.data import read_data
from fazhi_nlp.training.run import RECORD, train

SHARES = (0.1, 0.25, 0.5, 1.0)
LEARNERS = ("tfidf_context", "fasttext_context", "spacy")


def trained(share: float, work: Path) -> Path:
    """Folder of the model that learnt from this share of the reports."""
    folder = work / f"model_{share:g}"
    if not (folder / RECORD).exists():
        train(settings(share=share), folder)
    return folder


def point(share: float, work: Path, model: Path | None) -> dict[str, Any]:
    """Figures of all systems that learn, at one share."""
    splits = read_data(settings(share=share))
    tested = Tested(splits["test"])
    task = tested.task(splits["train"], splits["dev"], fazhi_nlp.load(RULES))
    found = {}
    for module, group in BASELINES.items():
        for baseline in group:
            if baseline.name in LEARNERS:
                found[baseline.name] = figures_of(tested.baseline(module, baseline, task, work)[0], baseline.offers)
    folder = model if model is not None and share == 1 else trained(share, work)
    found[MODEL] = figures_of(tested.own(fazhi_nlp.load(folder)), OFFERS)
    learnt = [report for report in splits["train"] if all(p.section for p in report.paragraphs)]
    return {"share": share, "reports": len(learnt), "figures": {name: [asdict(f) for f in rows] for name, rows in found.items()}}


def main() -> None:
    """Train what is missing, measure, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, default=WORK, help="keeps models, environments and answers")
    parser.add_argument("--model", type=Path, help="the pipeline that was trained on all reports")
    args = parser.parse_args()
    points = []
    for share in SHARES:
        points.append(point(share, args.work.resolve(), args.model))
        print(share, flush=True)
    save({"points": points}, RESULTS / CURVE)
    write_page()


if __name__ == "__main__":
    main()
