"""Train the shipped configuration without one of its parts at a time and write docs/ablation.md (one seed; hours on two cores).

python benchmarks/ablation.py --work FOLDER [--unadapted FOLDER]

--work: keeps the trained variants; what is there already is not trained again. --unadapted: the base before its adaptation
(training/base/make.py); without it that row is left out.
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path
from typing import Any

from model import model_alone  # the benchmark beside this one

import fazhi_nlp
from fazhi_nlp.encoder import reading
from fazhi_nlp.encoder.lattice import plain_spans
from fazhi_nlp.evaluation.counts import ReportCounts
from fazhi_nlp.evaluation.figures import figures
from fazhi_nlp.evaluation.run import evaluate
from fazhi_nlp.gold.dataset import read_corpus
from fazhi_nlp.training.run import RECORD, train
from fazhi_nlp.training.settings import read_settings

ROOT = Path(__file__).resolve().parent.parent
WANTED = (("sections", "all"), ("topics", "micro"), ("headings", "all"), ("entities", "all"), ("achievements", "indicator overlap"), ("achievements", "action"))
VARIANTS: dict[str, dict[str, Any]] = {
    "as shipped": {},
    "no heading path": {"heading_path": False},
    "no domain adaptation": {},
    "random encoder": {"random_base": True},
    "no augmentation": {"augmentation": {}},
}


def plain(log_probs: Any, floor: float) -> list[reading.Span]:
    """The most probable tag of each character, in the place of the constrained sums."""
    return plain_spans(log_probs)


def row(name: str, counts: list[ReportCounts]) -> str:
    """A row of the table: figures with intervals."""
    found = {(f.group, f.name): f for f in figures(counts)}
    return f"| {name} | " + " | ".join(f"{found[k].value:.3f} ({found[k].low:.3f}–{found[k].high:.3f})" for k in WANTED) + " |"


def main() -> None:
    """Train what is missing, measure all, write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--unadapted", type=Path)
    args = parser.parse_args()
    settings = read_settings(ROOT / "configs" / "report_bert.toml")
    tests = read_corpus(ROOT / "training" / "corpus")["test"]
    head = ["| variant | " + " | ".join(f"{group}, {name}" for group, name in WANTED) + " |", "| --- " * (1 + len(WANTED)) + "|"]
    both, alone = list(head), list(head)
    for name, changes in VARIANTS.items():
        if name == "no domain adaptation":
            if args.unadapted is None:
                continue
            changes = {"base": str(args.unadapted)}
        folder = args.work / name.replace(" ", "_")
        if not (folder / RECORD).exists():
            train(replace(settings, **changes), folder)
        both.append(row(name, evaluate(tests, nlp=fazhi_nlp.load(folder))))
        alone.append(row(name, evaluate(tests, nlp=model_alone(folder))))
        print(both[-1], alone[-1], sep="\n", flush=True)
    shipped, constrained = args.work / "as_shipped", reading.spans
    reading.spans = plain
    both.append(row("plain decoding", evaluate(tests, nlp=fazhi_nlp.load(shipped))))
    alone.append(row("plain decoding", evaluate(tests, nlp=model_alone(shipped))))
    reading.spans = constrained
    both.append(row("no model (rules only)", evaluate(tests, nlp=fazhi_nlp.load("rules"))))
    title = "# What each part gives\n\nWritten by `python benchmarks/ablation.py`: one seed, test split, value (95 % interval, bootstrap over reports).\n\n"
    page = title + "## Rules and model\n\n" + "\n".join(both) + "\n\n## No rules: the model only\n\n" + "\n".join(alone) + "\n"
    (ROOT / "docs" / "ablation.md").write_text(page, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
