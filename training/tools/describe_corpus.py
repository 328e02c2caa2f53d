"""Write the tables of training/corpus/README.md: counts, density, variety, agreement.

    python training/tools/describe_corpus.py

What stands above the line ``<!-- tables -->`` is kept.
"""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path
from statistics import median

from fazhi_nlp.core.docs import ENTITY_LABELS, SECTION_LABELS
from fazhi_nlp.evaluation.agreement import agreement
from fazhi_nlp.gold import GoldReport, read_gold_folder
from fazhi_nlp.gold.dataset import SPLITS, read_corpus
from fazhi_nlp.gold.lint import lint, shared_grams

ROOT = Path(__file__).resolve().parent.parent
CORPUS, SECOND = ROOT / "corpus", ROOT / "second"
MARK = "<!-- tables -->"


def table(head: list[str], rows: list[list[object]]) -> list[str]:
    """A Markdown table."""
    return ["| " + " | ".join(map(str, row)) + " |" for row in (head, ["---"] * len(head), *rows)] + [""]


def density(report: GoldReport) -> float:
    """Entities per 100 characters."""
    return 100 * sum(len(p.entities) for p in report.paragraphs) / sum(len(p.text) for p in report.paragraphs)


def counts(splits: dict[str, list[GoldReport]]) -> list[str]:
    """Reports, characters, paragraphs by section, entities by label, for each split."""
    every = [r for reports in splits.values() for r in reports]
    columns = [*splits.values(), every]
    rows: list[list[object]] = [
        ["reports", *(len(c) for c in columns)],
        ["characters", *(f"{sum(len(p.text) for r in c for p in r.paragraphs):,}" for c in columns)],
        ["paragraphs", *(sum(len(r.paragraphs) for r in c) for c in columns)],
    ]
    sections = [Counter(p.section for r in c for p in r.paragraphs) for c in columns]
    labels = [Counter(e.label for r in c for p in r.paragraphs for e in p.entities) for c in columns]
    headings = [Counter(h.label for r in c for p in r.paragraphs for h in p.headings) for c in columns]
    rows += [[f"section `{s}`", *(c[s] for c in sections)] for s in SECTION_LABELS]
    rows += [[f"entity `{label}`", *(c[label] for c in labels)] for label in ENTITY_LABELS]
    rows += [[f"heading `H{k}`", *(c[f"H{k}"] for c in headings)] for k in range(1, 5)]
    return ["## Counts", "", *table(["", *splits, "all"], rows)]


def by_level_and_year() -> list[str]:
    """Reports by level of the reporting body and by year reported on."""
    with (CORPUS / "split.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    out = ["## Level and year", ""]
    for key in ("level", "year"):
        found = {split: Counter(r[key] for r in rows if r["split"] == split) for split in SPLITS}
        values = sorted({r[key] for r in rows})
        out += table([key, *SPLITS, "all"], [[v, *(found[s][v] for s in SPLITS), sum(found[s][v] for s in SPLITS)] for v in values])
    return out


def densities(splits: dict[str, list[GoldReport]]) -> list[str]:
    """Density by hand and of every report."""
    with (CORPUS / "split.tsv").open(encoding="utf-8", newline="") as file:
        hands = {r["name"]: r["hand"] for r in csv.DictReader(file, delimiter="\t")}
    found = {r.name: density(r) for reports in splits.values() for r in reports}
    rows: list[list[object]] = []
    for hand in sorted(set(hands.values())):
        values = sorted(found[name] for name in found if hands[name] == hand)
        real = sum(1.0 <= v <= 2.5 for v in values)
        rows.append([hand, len(values), f"{values[0]:.2f}", f"{median(values):.2f}", f"{values[-1]:.2f}", real])
    each = ", ".join(f"{name} {value:.2f}" for name, value in sorted(found.items()))
    return [
        "## Density: entities per 100 characters", "", *table(["hand", "reports", "least", "median", "most", "from 1.0 to 2.5"], rows),
        "<details><summary>every report</summary>", "", each, "", "</details>", "",
    ]  # fmt: skip


def variety(reports: list[GoldReport]) -> list[str]:
    """The pairs that share most."""
    pairs = shared_grams(reports)
    shown = [[a, b, f"{share:.1%}"] for a, b, share in pairs[:8]]
    over = sum(share > 0.10 for _, _, share in pairs)
    return [
        "## Variety", "",
        "Share of the 8-grams that two reports have in common, of the one with fewer; 8-grams that stand in 5 % of the reports or more",
        f"are left out. Pairs above 10 %: {over}.", "",
        *table(["report", "report", "share"], shown),
    ]  # fmt: skip


def agreed() -> list[str]:
    """Agreement of the first and the second annotation."""
    second = read_gold_folder(SECOND)
    names = {r.name for r in second}
    first = [r for r in read_gold_folder(SECOND / "first") if r.name in names]
    found = agreement(first, second)
    rows = [
        [f.group, f.name, f.metric, "–" if f.value is None else f"{f.value:.3f}", "–" if f.low is None else f"{f.low:.3f} to {f.high:.3f}", f.n]
        for f in found.figures
        if f.group != "parts found"
    ]
    kappa = "–" if found.kappa is None else f"{found.kappa:.3f}"
    return [
        "## Agreement", "",
        f"{len(second)} reports, drawn at random, annotated a second time from the bare text. Cohen's kappa of section types: {kappa}.",
        "Intervals: 95 %, bootstrap over reports.", "",
        *table(["group", "name", "metric", "value", "interval", "n"], rows),
    ]  # fmt: skip


def main() -> None:
    """Write the tables."""
    splits = read_corpus(CORPUS)
    every = [r for reports in splits.values() for r in reports]
    problems = Counter(p.level for p in lint(every))
    page = CORPUS / "README.md"
    head = page.read_text(encoding="utf-8").split(MARK)[0]
    body = [f"`fazhi-nlp gold lint`: {problems['error']} errors, {problems['warning']} warnings.", ""]
    body += [*counts(splits), *by_level_and_year(), *densities(splits), *variety(every), *agreed()]
    page.write_text(head + MARK + "\n\n" + "\n".join(body).rstrip() + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
