"""The results as JSON and as the Markdown page that the documentation includes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from benchmarks.speed import tables
from benchmarks.speed.findings import in_short
from benchmarks.speed.keys import ENCODER, INT8
from benchmarks.speed.plan import ROOT
from benchmarks.speed.tables import parts

RESULTS = ROOT / "benchmarks" / "results" / "speed.json"
PAGE = ROOT / "docs" / "benchmark_speed.md"


def save(found: dict[str, Any]) -> None:
    """Write the results and the page made of them."""
    RESULTS.parent.mkdir(parents=True, exist_ok=True)
    RESULTS.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n")
    PAGE.write_text(page(found), encoding="utf-8", newline="\n")


def page(found: dict[str, Any]) -> str:
    """The page."""
    return "\n".join(_lines(found)) + "\n"


def _lines(found: dict[str, Any]) -> Iterator[str]:
    plan, texts, machine, model = found["plan"], found["texts"], found["machine"], found["model"]
    yield from (
        "# Speed",
        "",
        f"Written by `python -m benchmarks.speed` (`make bench-speed`), on the reports of the {texts['split']} split ({texts['reports']} reports, "
        f"{texts['characters']:,} characters).",
        f"Median (95 % interval, bootstrap over runs). All that is timed takes turns in {plan['rounds']} rounds after a warm-up, works that take long in every "
        "second or third of them, so that a slow minute of the machine meets all; ratios are medians of the ratios within a round.",
        "",
        f"- Machine: {machine['processor']} ({machine['architecture']}, {machine['system']}), {machine['usable_cores']} of {machine['cores']} cores used.",
        f"- Instruction sets for matrices: {_instructions(machine['instructions'])}.",
        f"- Load before the run: {machine['load']}; cores kept busy by other programs during it: {_known(machine['others'])}.",
        "- Versions: " + ", ".join(f"{name} {number}" for name, number in found["versions"].items()) + ".",
        f"- Model: {model['name']}, {model['mebibytes']:.1f} MiB in ONNX (weights sha256 {model['sha256']}).",
        "",
        "## In short",
        "",
        *in_short(found),
        "",
        "## Whole pipelines",
        "",
        f"{plan['reports']} reports, {found['defaults']['documents']} documents a batch, from the text to the record. Cores at work: seconds of the processor "
        "for a second of the clock; threads that wait for work in a loop count too.",
        f"spaCy's own is `spacy init config -l zh -p ner -o efficiency` (tok2vec {found['spacy']['width']} wide and {found['spacy']['depth']} deep, segmenter "
        f"`{found['spacy']['segmenter']}`), with weights as before training: it marks entities only.",
        "",
        *tables.pipelines(found),
        "",
        "### By stage",
        "",
        f"`{INT8}` runs the encoder; `rest` is what its component does before and after.",
        "",
        *tables.stages(found),
        "",
        "### Documents a batch",
        "",
        f"{plan['batch_reports']} reports.",
        "",
        *tables.batches(found),
        "",
        "## The encoder",
        "",
        *_encoder(found),
        "",
        "### Tokens a batch",
        "",
        f"{INT8}, the windows of {plan['reports']} reports.",
        "",
        *tables.budgets(found),
        "",
        "## The arithmetic floor",
        "",
        "The multiply-adds of the encoder's matrix products for these windows, without padding:",
        "",
        *tables.needs(found),
        "",
        "What the machine multiplies (int8 and fp32 by ONNX Runtime, bf16 by torch):",
        "",
        *tables.machine_rates(found),
        "",
        "The floor is the multiply-adds at the rate of the big matrices.",
        "",
        *tables.floors(found),
        "",
        f"Where the time goes in {INT8}, by ONNX Runtime's profile (operators of a hundredth or more):",
        "",
        *tables.operators(found),
        "",
        "## Growth",
        "",
        "Exponent: of the time by the size, the slope between the logarithms; 1 is in proportion.",
        "",
        "### With the length of a document",
        "",
        *tables.lengths(found),
        "",
        "### With the number of reports",
        "",
        f"Pieces of reports, of {plan['corpus_characters']} characters at most.",
        "",
        *tables.corpora(found),
        "",
        "## Start and memory",
        "",
        "Fresh processes. spaCy imports torch wherever it is installed: it is hidden from all but those of the last column, if there is one.",
        "",
        *tables.starts(found),
        "",
        *tables.peaks(found),
    )


def _encoder(found: dict[str, Any]) -> Iterator[str]:
    load, form = found["encoder"]["load"], found["encoder"]["form"]
    yield (
        f"{form['layers']} layers, {form['hidden']} wide, on the windows of {found['plan']['encoder_reports']} reports: {load['windows']} windows, "
        f"{load['tokens']:,} tokens for {load['characters']:,} characters, in {load['batches']} batches as the pipeline makes them."
    )
    if found["base"] is None:
        yield "Without the BERT-base (`--no-base`)."
    else:
        base = found["base"]["form"]
        yield f"BERT-base: {base['layers']} layers, {base['hidden']} wide, random weights, the same heads, batches and code."
    if len(parts(found, ENCODER)) == 1:
        yield f"The encoder runs in {INT8} only: no torch weights of it were given (`--torch`)."
    yield ""
    yield from tables.backends(found)


def _instructions(names: list[str] | None) -> str:
    return "not known" if names is None else ", ".join(names) or "none"


def _known(cores: float | None) -> str:
    return "not known" if cores is None else f"{cores:.2f}"
