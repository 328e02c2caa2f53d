"""Entities by spaCy's own CPU pipeline (tok2vec and ner over characters), trained by ``spacy train`` with the configuration that spaCy writes for Chinese."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks.accuracy.baselines.base import Baseline, main
from benchmarks.accuracy.exchange import Answer, Answers, Span, Task, Text

ENCODERS = ((96, 4), (96, 8))
"""Width and depth of the encoder: those of spaCy's preset for efficiency, and the same seeing eight characters to either side instead of four."""
EVERY = 400
"""Steps between two looks at dev; spaCy stops after 1,600 without gain."""


def run(task: Task) -> Answers:
    """Train each encoder with early stopping on dev, keep the one that is best there."""
    import spacy
    from spacy.cli.init_config import init_config
    from spacy.cli.train import train

    with tempfile.TemporaryDirectory() as place:
        work = Path(place)
        best: tuple[float, str, dict[str, Any]] = (-1.0, "", {})
        for part, reports in (("train", task.train), ("dev", task.dev)):
            _docs(reports).to_disk(work / f"{part}.spacy")
        init_config(lang="zh", pipeline=["ner"], optimize="efficiency", silent=True).to_disk(work / "config.cfg")
        for width, depth in ENCODERS:
            encoder = "components.tok2vec.model.encode"
            paths = {f"paths.{part}": str(work / f"{part}.spacy") for part in ("train", "dev")}
            out = work / f"{width}_{depth}"
            train(work / "config.cfg", out, overrides={**paths, f"{encoder}.width": width, f"{encoder}.depth": depth, "training.eval_frequency": EVERY})
            nlp = spacy.load(out / "model-best")
            figure = float(nlp.meta["performance"]["ents_f"])
            if figure > best[0]:
                best = figure, str(out / "model-best"), {"width": width, "depth": depth, "F1 on dev": round(figure, 4)}
        nlp = spacy.load(best[1])
        return Answers([Answer(report.name, entities=list(found(nlp, report))) for report in task.texts], best[2])


def _docs(reports: Sequence[Text]) -> Any:
    """A `DocBin` with a `Doc` a line."""
    import spacy
    from spacy.tokens import DocBin

    nlp, out = spacy.blank("zh"), DocBin()
    for report in reports:
        for line in report.lines:
            doc = nlp.make_doc(report.text[line.start : line.end])
            ents: list[Any] = [
                doc.char_span(s - line.start, e - line.start, label=label) for s, e, label in report.entities if line.start <= s and e <= line.end
            ]
            if None in ents:
                raise ValueError(f"an entity of {report.name} does not end where a token does")
            doc.ents = ents
            out.add(doc)
    return out


def found(nlp: Any, report: Text) -> Iterator[Span]:
    """The entities of a report, line by line as learnt."""
    docs = nlp.pipe(report.text[line.start : line.end] for line in report.lines)
    for line, doc in zip(report.lines, docs, strict=True):
        for ent in doc.ents:
            yield line.start + ent.start_char, line.start + ent.end_char, ent.label_


LABELS = ("LAW", "DOC", "ORG", "GPE", "PERSON", "DATE", "EVENT", "ACHIEVEMENT", "TARGET")
BASELINE = Baseline(
    name="spacy", title="spaCy's CPU pipeline (tok2vec and ner over characters)", requirements="spacy", packages=("spacy", "thinc", "numpy"), offers=LABELS,
    run=run, learns=True, limits="Learns line by line, from the characters of the training reports alone: no pretrained encoder comes with it.",
)  # fmt: skip

if __name__ == "__main__":
    main(BASELINE)
