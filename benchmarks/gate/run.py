"""Measuring the pipelines."""

from __future__ import annotations

from collections.abc import Mapping

from benchmarks.gate.figures import scores
from benchmarks.gate.material import Material
from benchmarks.gate.record import Measured
from benchmarks.gate.sample import Extraction, extractions
from benchmarks.gate.speed import ratios
from spacy.language import Language

from fazhi_nlp.evaluation.run import evaluate
from fazhi_nlp.pipeline import analyze_many, producer


def measure(pipelines: Mapping[str, Language], material: Material) -> dict[str, Measured]:
    """Accuracy, sample and speed of each pipeline. The clock comes last: it puts encoders on one thread."""
    figures = {name: scores(evaluate(material.test, nlp=nlp)) for name, nlp in pipelines.items()}
    samples = {name: sample(nlp, material.texts) for name, nlp in pipelines.items()}
    speeds = ratios(pipelines, material.timed)
    out = {}
    for name, nlp in pipelines.items():
        made_by = producer(nlp)
        out[name] = Measured(
            made_by=f"{made_by.model}, library {made_by.library}",
            weights=made_by.model_sha256,
            test=material.digest,
            reports=len(material.test),
            speed=speeds[name],
            scores=figures[name],
            sample=samples[name],
        )
    return out


def sample(nlp: Language, texts: Mapping[str, str]) -> list[Extraction]:
    """What a pipeline extracts from texts by name.

    One report a batch: int8 encoders take their scale from the batch, and what stands in one report must not show in the lines of another.
    """
    found = analyze_many([(text, name) for name, text in texts.items()], nlp=nlp, batch_size=1)
    return [row for (name, text), report in zip(texts.items(), found, strict=True) for row in extractions(report, text, name=name)]
