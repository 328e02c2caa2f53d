"""Measure trained pipelines on the test split and write docs/model.md: rules, model, both; without headings; false marks; speed.

python benchmarks/model.py OUT [OUT ...] [--samples FOLDER]

OUT: folders that ``fazhi-nlp train`` wrote, one a seed, of the same configuration. --samples: gold reports of real bodies, printed but not written.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from spacy.language import Language

import fazhi_nlp
from fazhi_nlp.core.docs import ENTITY_LABELS, HEADING_LABELS, TOPIC_LABELS
from fazhi_nlp.evaluation.calibration import calibration
from fazhi_nlp.evaluation.counts import ReportCounts
from fazhi_nlp.evaluation.figures import Figure, figures
from fazhi_nlp.evaluation.run import evaluate
from fazhi_nlp.gold import read_gold_folder
from fazhi_nlp.gold.dataset import read_corpus
from fazhi_nlp.gold.markup import GoldReport
from fazhi_nlp.training.augment import without_headings

ROOT = Path(__file__).resolve().parent.parent
OFFICIALESE = ROOT / "benchmarks" / "officialese.txt"
JUDGED = 60
"""Labels with fewer items are printed, not judged."""
ALONE = {"rule": 0.0, "conflict": 0.0, "extra": 0.0, "bias": 0.0, "model": 1.0}
LINKS_ALONE = {"bias": 0.0, "model": 1.0, "overlap": 0.0, "rule_none": 0.0, "model_none": 0.0}
TIMING = """
import sys, time
# as in an installation without torch: thinc imports it by itself where it is there
sys.modules["torch"] = None
begin = time.perf_counter()
import fazhi_nlp
nlp = fazhi_nlp.load(sys.argv[1])
fazhi_nlp.analyze("一、法治政府建设", nlp=nlp)
loaded = time.perf_counter() - begin
text = open(sys.argv[2], encoding="utf-8").read()[:2500]
times = []
for _ in range(7):
    begin = time.perf_counter()
    fazhi_nlp.analyze(text, nlp=nlp)
    times.append(time.perf_counter() - begin)
print(loaded, sorted(times)[3])
"""


def model_alone(folder: Path) -> Language:
    """The pipeline with weights under which rules do not count (the layout still finds lines, units and heading paths)."""
    nlp = fazhi_nlp.load(folder)
    nlp.get_pipe("fazhi_bert").configure(dict.fromkeys((*HEADING_LABELS, *TOPIC_LABELS), ALONE), {"rule": 0.0})  # type: ignore[attr-defined]
    nlp.get_pipe("fazhi_entities").set_weights(dict.fromkeys(ENTITY_LABELS, ALONE))  # type: ignore[attr-defined]
    nlp.get_pipe("fazhi_achievements").set_link_weights(dict.fromkeys(("indicator", "action"), LINKS_ALONE))  # type: ignore[attr-defined]
    return nlp


def pooled(runs: Sequence[list[ReportCounts]]) -> list[ReportCounts]:
    """Counts of each report summed over the seeds: their figures are means, their bootstrap draws reports with all their seeds."""
    out = [ReportCounts(own[0].name, sum((r.counts for r in own[1:]), own[0].counts.copy())) for own in zip(*runs, strict=True)]
    for merged, own in zip(out, zip(*runs, strict=True), strict=True):
        merged.scores = [score for r in own for score in r.scores]
    return out


def table(columns: dict[str, tuple[list[ReportCounts], list[list[ReportCounts]]]]) -> list[str]:
    """A Markdown table of all figures: value with interval, and the range over seeds where there are several."""
    found = {name: figures(total) for name, (total, _) in columns.items()}
    ranges = {name: [figures(run) for run in runs] for name, (_, runs) in columns.items()}
    first = next(iter(found.values()))
    rows = ["| group | name | metric | n | " + " | ".join(columns) + " |", "| --- " * (4 + len(columns)) + "|"]
    for k, figure in enumerate(first):
        if figure.group == "entities, partial" or not figure.n:
            continue
        cells = [cell(found[name][k], [run[k].value for run in ranges[name]]) for name in columns]
        n = figure.n // max(1, len(columns[next(iter(columns))][1]))
        rows.append(f"| {figure.group} | {figure.name} | {figure.metric} | {n} | " + " | ".join(cells) + " |")
    return rows


def cell(figure: Figure, seeds: Sequence[float | None]) -> str:
    """Value, interval, range over seeds."""
    if figure.value is None:
        return "–"
    interval = f" ({figure.low:.3f}–{figure.high:.3f})" if figure.low is not None else ""
    values = [v for v in seeds if v is not None]
    spread = f" [{min(values):.3f}, {max(values):.3f}]" if len(values) > 1 else ""
    return f"{figure.value:.3f}{interval}{spread}"


def false_marks(nlp: Language) -> tuple[float, list[str]]:
    """Entities for 1,000 characters of text that holds none, and what was marked."""
    text = OFFICIALESE.read_text(encoding="utf-8")
    found = fazhi_nlp.analyze(text, nlp=nlp).entities
    return len(found) / len(text) * 1000, [f"{e.label} {e.text}" for e in found]


def fragments(nlp: Language, golds: Sequence[GoldReport], lexicon: Sequence[str]) -> list[str]:
    """Entities that begin or end inside a word of the lexicon that stands there in the text."""
    out = []
    for gold in golds:
        places = [(at, at + len(word)) for word in lexicon for at in occurrences(gold.text, word)]
        for e in fazhi_nlp.analyze(gold.text, nlp=nlp).entities:
            if any(
                start < e.start < end < e.end or e.start < start < e.end < end or (start <= e.start and e.end <= end and (start, end) != (e.start, e.end))
                for start, end in places
            ):
                out.append(f"{e.label} {e.text}")
    return out


def occurrences(text: str, word: str) -> list[int]:
    """All places of a word."""
    found, at = [], text.find(word)
    while at >= 0:
        found.append(at)
        at = text.find(word, at + 1)
    return found


def lexicon_of(reports: Sequence[GoldReport]) -> list[str]:
    """Names of three characters or more that are annotated in two reports at least, quantities and dates apart."""
    seen: dict[str, set[str]] = {}
    for report in reports:
        for p in report.paragraphs:
            for e in p.entities:
                if e.label not in ("ACHIEVEMENT", "TARGET", "DATE"):
                    seen.setdefault(p.text[e.start : e.end], set()).add(report.name)
    return sorted(word for word, names in seen.items() if len(word) > 2 and len(names) > 1)


def columns_of(folders: Sequence[Path], golds: Sequence[GoldReport]) -> dict[str, tuple[list[ReportCounts], list[list[ReportCounts]]]]:
    """Counts of rules, model and both."""
    rules = evaluate(golds, nlp=fazhi_nlp.load("rules"))
    out = {"rules": (pooled([rules] * len(folders)), [rules])}
    for name, load in (("model only", model_alone), ("both", fazhi_nlp.load)):
        runs = [evaluate(golds, nlp=load(folder)) for folder in folders]
        out[name] = (pooled(runs), runs)
    return out


def main() -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--samples", type=Path)
    parser.add_argument("--split", default="test")
    args = parser.parse_args()
    splits = read_corpus(ROOT / "training" / "corpus")
    columns = columns_of(args.folders, splits[args.split])
    rows = table(columns)
    first = fazhi_nlp.load(args.folders[0])
    out = [
        "# Accuracy of the shipped model",
        "",
        f"Written by `python benchmarks/model.py`, on the {args.split} split ({len(splits[args.split])} reports of bodies and writers of no other part).",
        f"Trained {len(args.folders)} time(s) with different seeds. Value (95 % interval, bootstrap over reports) [least, most over seeds].",
        "Strict: same characters, same label.",
        f"Labels with n below {JUDGED} are not judged. *rules*: the rule pipeline; *model only*: rules do not count; *both*: as shipped.",
        "",
        *rows,
        "",
        "## Sections without headings",
        "",
        "| headings | rules | model only | both |",
        "| --- | --- | --- | --- |",
    ]
    for name, levels in (("as written", ()), ("level 1 removed (thematic headings only)", HEADING_LABELS[:1]), ("all removed", HEADING_LABELS)):
        changed = columns_of(args.folders, [without_headings(r, levels=levels) for r in splits[args.split]])
        cells = [cell(next(f for f in figures(total) if (f.group, f.name) == ("sections", "all")), [None]) for total, _ in changed.values()]
        out.append(f"| {name} | " + " | ".join(cells) + " |")
    rates = {"rules": false_marks(fazhi_nlp.load("rules")), "model only": false_marks(model_alone(args.folders[0])), "both": false_marks(first)}
    out += ["", f"## False marks on {len(OFFICIALESE.read_text(encoding='utf-8')):,} characters of official text without entities", ""]
    out += [f"- {name}: {rate:.2f} for 1,000 characters" for name, (rate, _) in rates.items()]
    errors = calibration(columns["both"][0])
    out += ["", "## Calibration error of the entities' scores", "", ", ".join(f"{k} {v:.3f}" for k, v in errors.items() if v is not None), ""]
    run = subprocess.run([sys.executable, "-c", TIMING, str(args.folders[0]), str(OFFICIALESE)], capture_output=True, text=True, check=True)
    loaded, spent = map(float, run.stdout.split())
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    out += ["## Time", "", f"Loading with imports and a first short report {loaded:.1f} s; 2,500 characters {spent:.2f} s (median of seven; {machine})."]
    print("\n".join(out))
    print(json.dumps(rates["both"], ensure_ascii=False))
    if args.samples:
        golds = read_gold_folder(args.samples)
        print("\n".join(table(columns_of(args.folders, golds))))
        print("fragments", fragments(first, golds, lexicon_of(splits["train"])))
    if args.split == "test":
        (ROOT / "docs" / "model.md").write_text("\n".join(out) + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
