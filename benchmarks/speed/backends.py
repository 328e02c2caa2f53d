"""The encoder by itself: what it is given in a real run, and the backends that can run it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from benchmarks.speed.keys import FP32, INT8, TORCH_BF16, TORCH_FP32
from benchmarks.speed.stages import bert_of
from spacy.language import Language

from fazhi_nlp.encoder.backends import Backend, OnnxBackend, TorchBackend
from fazhi_nlp.encoder.component import passages_of
from fazhi_nlp.encoder.model import ONNX_FILE, Encoder
from fazhi_nlp.encoder.windows import TOKEN_BUDGET, Passage, Window, batches, collate, windows


@dataclass(slots=True, frozen=True)
class Load:
    """What an encoder is given. arrays: the batches; characters: of the texts that they stand for; lengths: tokens of each window."""

    arrays: list[dict[str, np.ndarray]]
    characters: int
    lengths: list[int]

    @property
    def tokens(self) -> int:
        """Tokens without padding."""
        return sum(self.lengths)

    @property
    def padded(self) -> int:
        """Tokens with padding."""
        return sum(batch["input_ids"].size for batch in self.arrays)

    def run(self, backend: Backend) -> None:
        """Send all batches through a backend."""
        for batch in self.arrays:
            backend(batch)

    def to_dict(self) -> dict[str, Any]:
        """Its sizes, as plain data."""
        return {"characters": self.characters, "windows": len(self.lengths), "batches": len(self.arrays), "tokens": self.tokens, "padded": self.padded}


def load_of(rows: Sequence[Window], pad: int, *, budget: int = TOKEN_BUDGET) -> Load:
    """Windows in batches, as the library makes them with a token budget. pad: id of the padding."""
    lengths = [len(row.ids) for row in rows]
    arrays = [collate([rows[number] for number in batch], pad) for batch in batches(lengths, budget=budget)]
    return Load(arrays, sum(row.core_end - row.core_start for row in rows), lengths)


def windows_of(nlp: Language, texts: Sequence[str]) -> list[Window]:
    """What the encoder of a pipeline reads of texts."""
    passages: list[Passage] = []
    bert = bert_of(nlp)
    for text in texts:
        doc = nlp.make_doc(text)
        for _, pipe in nlp.pipeline:
            if pipe is bert:
                break
            doc = pipe(doc)
        passages += passages_of(bert.look(doc)[0])
    encoder = encoder_of(nlp)
    return windows(passages if encoder.heading_path else [replace(passage, path=()) for passage in passages], encoder.vocabulary)


def encoder_of(nlp: Language) -> Encoder:
    """The encoder of a pipeline. Raises ValueError if it has none."""
    encoder = bert_of(nlp).encoder
    assert encoder is not None
    return encoder


def of_torch(model: Any) -> dict[str, Backend]:
    """A `ReportEncoder` in torch in both precisions."""
    return {TORCH_FP32: TorchBackend(model), TORCH_BF16: TorchBackend(model, bf16=True)}


def all_backends(folder: Path, weights: Path | None, work: Path) -> dict[str, Backend]:
    """The backends of an encoder. folder: where its ONNX file lies. weights: its weights for torch; without them there is the shipped backend only.
    work: takes the export in 32 bit.
    """
    out: dict[str, Backend] = {INT8: OnnxBackend(folder / ONNX_FILE)}
    if weights is not None:
        from fazhi_nlp.encoder.modeling import ReportEncoder
        from fazhi_nlp.training.export import export

        model = ReportEncoder.from_pretrained(weights)
        export(model, work / "fp32.onnx")
        out |= {FP32: OnnxBackend(work / "fp32.onnx"), **of_torch(model)}
    return out


def agreement(a: Backend, b: Backend, load: Load) -> float:
    """Share of the tokens (padding apart) for which two backends give the same entity tag the highest score."""
    same = [(a(batch)["tags"].argmax(-1) == b(batch)["tags"].argmax(-1))[batch["attention_mask"] == 1] for batch in load.arrays]
    return float(np.concatenate(same).mean())
