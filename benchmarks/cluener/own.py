"""This project's system: `fazhi_nlp.training.run.train` as anybody calls it, and the encoder that it wrote, read back and run as the library runs it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from benchmarks.cluener.data import Span

from fazhi_nlp.core.weighing import decide, gather
from fazhi_nlp.encoder.backends import ONNX, TorchBackend
from fazhi_nlp.encoder.characters import CharVocabulary
from fazhi_nlp.encoder.model import Encoder
from fazhi_nlp.encoder.modeling import ReportEncoder
from fazhi_nlp.encoder.reading import Reading, read
from fazhi_nlp.encoder.windows import Passage
from fazhi_nlp.training.run import ENCODER, RECORD, train
from fazhi_nlp.training.settings import Settings


def trained(settings: Settings, out: Path) -> Path:
    """The folder of the encoder trained by these settings into ``out``; what is finished there is not trained again."""
    if not (out / RECORD).exists():
        train(settings, out)
    return out / ENCODER


def in_torch(folder: Path, texts: Sequence[str]) -> list[list[Span]]:
    """Entities of some texts by the torch weights, in 32 bit."""
    encoder = Encoder(folder)
    backend = TorchBackend(ReportEncoder.from_pretrained(folder).eval())
    return entities(read([Passage(text) for text in texts], encoder.vocabulary, encoder.labels, backend))


def in_onnx(folder: Path, texts: Sequence[str]) -> list[list[Span]]:
    """Entities of some texts by the exported weights."""
    return entities(Encoder(folder, backend=ONNX).read([Passage(text) for text in texts]))


def entities(readings: Sequence[Reading]) -> list[list[Span]]:
    """The spans that stand: of all spans' exact probabilities, decided as ``fazhi_entities`` decides where no rule proposes anything."""
    return [[e.key for e, _ in decide(gather(reading.entities, []), {})] for reading in readings]


def same_ids(base: Path, texts: Sequence[str], others: Sequence[Sequence[int]]) -> int:
    """Characters of the texts for which the library's vocabulary of the base gives the same id as another reading of it did (``others``, by text)."""
    vocabulary = CharVocabulary.load(base)
    return sum(a == b for text, ids in zip(texts, others, strict=True) for a, b in zip(vocabulary.encode(text).tolist(), ids, strict=True))
