"""The results as JSON and as the Markdown page that the documentation includes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from benchmarks.cluener.run import EXPORTED, OWN, PLAIN, ROOT
from benchmarks.cluener.scoring import MACRO, MICRO, SURFACES, TOTALS

RESULTS = ROOT / "benchmarks" / "results" / "cluener.json"
PAGE = ROOT / "docs" / "benchmark_cluener.md"
PUBLISHED = {"BiLSTM-CRF": 70.0, "BERT-base": 78.8, "RoBERTa-wwm-large": 80.4, "people": 63.4}
"""Xu et al. 2020; the label by label table and ``score.py`` of the publishers' repository show that they are macro means."""
SYSTEMS = {OWN: "this project, torch in 32 bit", EXPORTED: "this project, as exported", PLAIN: "plain token classifier"}
Row = dict[str, Any]


def write(found: Row) -> None:
    """Write results and page."""
    for path, text in ((RESULTS, json.dumps(found, ensure_ascii=False, indent=1) + "\n"), (PAGE, page(found))):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")


def page(found: Row) -> str:
    """The page."""
    data, seeds = found["data"], found["seeds"]
    times = "once" if len(seeds) == 1 else f"{len(seeds)} times, counts summed"
    out = [
        "# The tagger on CLUENER2020",
        "",
        "Written by `python -m benchmarks.cluener --data FOLDER` (`make bench-cluener DATA=FOLDER`). A check of the training code on data that nobody here",
        "wrote: news sentences with ten kinds of names (L. Xu et al., *CLUENER2020: Fine-grained Named Entity Recognition Dataset and Benchmark for Chinese*,",
        f"2020, arXiv 2001.04351). {data['train']:,} training sentences, measured on the {data['dev']:,} dev sentences.",
        f"Trained {times} (seed {', '.join(map(str, seeds))}).",
        "",
        "F1 is strict: same characters, same label. In brackets the 95 % interval, a percentile bootstrap over sentences: it tells what other sentences would",
        "change, not what another seed would.",
        "",
        "## All labels",
        "",
        *totals(found),
        "",
        f"{MICRO}: over all entities. {MACRO}: mean of the labels' F1. {SURFACES}: the same as the publishers' `score.py` counts, each surface once a sentence",
        "and label.",
        "",
        "## Is the training sound?",
        "",
        *verdict(found),
        "",
        "## By label",
        "",
        *by_label(found),
        "",
        "## Published figures",
        "",
        *published(found),
        "",
        "## How it was done",
        "",
        *method(found),
    ]
    return "\n".join(out) + "\n"


def figure(found: Row, system: str, name: str) -> Row:
    """A figure of a system."""
    row: Row = next(f for f in found["figures"][system] if f["name"] == name)
    return row


def cell(row: Row, *, parts: bool = False) -> str:
    """F1 in per cent with its interval. parts: with precision and recall."""
    interval = f" ({100 * row['low']:.1f}–{100 * row['high']:.1f})" if row["low"] is not None else ""
    return f"{100 * row['f1']:.1f}{interval}" + (f" {100 * row['precision']:.1f}/{100 * row['recall']:.1f}" if parts else "")


def totals(found: Row) -> Iterator[str]:
    """A row a system."""
    yield f"| system | {MICRO} F1 | precision | recall | right | wrong | missed | {MACRO} F1 | {SURFACES} |"
    yield "| --- " * 9 + "|"
    for name, title in SYSTEMS.items():
        all_of = figure(found, name, MICRO)
        seeds = found["by_seed"][name]
        spread = f" [{100 * min(seeds):.1f}, {100 * max(seeds):.1f}]" if len(seeds) > 1 else ""
        cells = [f"{cell(all_of)}{spread}", *(f"{100 * all_of[part]:.1f}" for part in ("precision", "recall"))]
        cells += [f"{all_of[part]:,}" for part in ("right", "wrong", "missed")]
        yield f"| {title} | " + " | ".join([*cells, cell(figure(found, name, MACRO)), cell(figure(found, name, SURFACES))]) + " |"
    if len(found["seeds"]) > 1:
        yield ""
        yield "In square brackets: least and most over the seeds."


def verdict(found: Row) -> Iterator[str]:
    """Where this project's figure lies against the plain classifier's, and the paired differences."""
    ours, theirs = figure(found, OWN, MICRO), figure(found, PLAIN, MICRO)
    if theirs["low"] is not None:
        place = "below" if ours["f1"] < theirs["low"] else "above" if ours["f1"] > theirs["high"] else "within"
        yield f"The {MICRO} F1 of this project's tagger is {place} the plain classifier's interval: {100 * ours['f1']:.1f}, {cell(theirs)}."
        yield ""
    yield "Differences to the plain classifier, in points of F1, paired: both on the same draws of sentences; below zero: share of the draws. `better` or"
    yield "`worse` where the interval leaves zero out."
    yield ""
    yield "| system | figure | difference (95 % interval) | below zero | verdict |"
    yield "| --- " * 5 + "|"
    for name, rows in found["differences"].items():
        for row in rows:
            if row["name"] in TOTALS:
                yield f"| {SYSTEMS[name]} | {row['name']} | {gap(row)} | {row['below']:.3f} | {row['verdict']} |"


def gap(row: Row) -> str:
    """A difference with its interval, in points."""
    return f"{100 * row['difference']:+.1f} ({100 * row['low']:+.1f} to {100 * row['high']:+.1f})"


def by_label(found: Row) -> Iterator[str]:
    """A row a label: F1 with interval, precision and recall of each system, and the difference."""
    gaps = {row["name"]: row for row in found["differences"][OWN]}
    yield "F1 (interval) precision/recall; n: entities of the annotation."
    yield ""
    yield "| label | n | " + " | ".join(SYSTEMS.values()) + " | difference | verdict |"
    yield "| --- " * (4 + len(SYSTEMS)) + "|"
    for row in found["figures"][OWN]:
        if (name := row["name"]) not in TOTALS:
            cells = [cell(figure(found, system, name), parts=True) for system in SYSTEMS]
            last = [gap(gaps[name]), gaps[name]["verdict"]] if name in gaps else ["–", "–"]
            yield f"| {name} | {row['n']} | " + " | ".join([*cells, *last]) + " |"


def published(found: Row) -> Sequence[str]:
    """What others reached, and what can be compared."""
    form = found["base"]
    ours = {f"{title} (here, dev set)": 100 * figure(found, system, SURFACES)["f1"] for system, title in SYSTEMS.items()}
    rows = sorted({**PUBLISHED, **ours}.items(), key=_second)
    return [
        "| system | F1 |",
        "| --- | --- |",
        *(f"| {name} | {value:.1f} |" for name, value in rows),
        "",
        f"The published figures are means over the labels, counted by surfaces: `{SURFACES}` stands beside them, not `{MICRO}`. They were measured on the",
        "test sentences, of which the annotation is not public; here it is the dev set. So they tell where we are, not who is better. BERT-base has twelve",
        f"layers of 768, RoBERTa-wwm-large 24 of 1,024, both trained on far more text; the base here has {form['layers']} of {form['size']}.",
    ]


def _second(pair: tuple[str, float]) -> float:
    return pair[1]


def method(found: Row) -> Iterator[str]:
    """What decided the figures."""
    settings, data = found["settings"], found["data"]
    steps = {name: ", ".join(f"{run['steps']:,}" for run in runs) for name, runs in found["trainings"].items()}
    packages, others = (found["trainings"][name][0]["versions"] for name in (OWN, PLAIN))
    yield f"- Nothing was chosen on the dev set: both train a fixed number of epochs ({settings['epochs']}, of `configs/cluener.toml`) on all training"
    yield "  sentences, and what is there after the last step is measured: no early stopping, no best epoch. The rates are the library's defaults; bases were"
    yield "  compared on this data set with them before, so neither system meets it wholly blind."
    yield f"- The same in both: base (SHA-256 {found['base']['sha256'][:16]}…), sentences, epochs, about {settings['batch_tokens']:,} tokens a step, AdamW,"
    yield f"  highest rates {settings['encoder_rate']:g} (encoder) and {settings['head_rate']:g} (head), {settings['warmup']:.0%} warm-up, then linear to zero,"
    yield f"  weight decay {settings['weight_decay']:g}, gradients clipped at 1, {'bf16 where the hardware has it' if settings['bf16'] else '32 bit'}; dropout"
    yield "  as the base's configuration has it, but none in the attention of this project's."
    yield f"- This project ({steps[OWN]} steps): `fazhi_nlp.training.run.train`. Batches of sentences of like length, BIOES tags, running mean of the"
    yield f"  weights (decay {settings['average']:g}), exact probabilities of spans under the constraint that tags make whole spans. No augmentation. Read back"
    yield "  from the folder that the training wrote: the torch weights, and `as exported` the ONNX file that the library runs"
    yield f"  ({'int8' if settings['quantize'] else '32 bit'})."
    yield f"- Plain ({steps[PLAIN]} steps): `BertForTokenClassification` and the stock `Trainer`. Random batches of a fixed number of sentences, BIO tags,"
    yield "  the most probable tag of each character on its own; an inside tag that goes on with nothing opens a span. Predicts in 32 bit. It imports"
    yield "  nothing of this project."
    yield f"- Each reads the vocabulary by itself: {found['same_ids']:,} of the {data['characters']:,} characters of the dev set get the same id."
    yield f"- Entities that overlap: {data['overlapping']['train']} pairs in training, {data['overlapping']['dev']} on dev. Neither system can give both of a"
    yield "  pair. This project learns the one that begins last where they share characters, the plain classifier the one that begins first and leaves the"
    yield "  other out; of two that begin together both learn the longer. The annotation counts with all of them."
    yield f"- Versions: {versions(packages)}." + ("" if others.items() <= packages.items() else f" Plain: {versions(others)}.")


def versions(packages: Row) -> str:
    """Names and numbers."""
    return ", ".join(f"{name} {number}" for name, number in packages.items())
