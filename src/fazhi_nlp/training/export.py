"""The trained encoder as ONNX, in 32 bit or with int8 weights (dynamic quantisation)."""

from __future__ import annotations

import tempfile
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from fazhi_nlp.core.errors import require
from fazhi_nlp.encoder.backends import INPUTS
from fazhi_nlp.encoder.modeling import ReportEncoder
from fazhi_nlp.training.smoothing import smooth

OPSET = 17


class _Tuple(nn.Module):
    """The encoder with positional inputs and outputs, as the exporter wants it."""

    def __init__(self, model: ReportEncoder, outputs: list[str]) -> None:
        super().__init__()
        self.model, self.outputs = model, outputs

    def forward(self, input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor, place: Tensor) -> tuple[Tensor, ...]:
        found = self.model(input_ids, attention_mask, token_type_ids, place)
        return tuple(found[name] for name in self.outputs)


def export(model: ReportEncoder, path: str | Path, *, calibration: Sequence[dict[str, NDArray[np.int64]]] | None = None) -> None:
    """Write ``path`` (ONNX), in 32 bit, or in int8: weights by output channel, activations quantised at run time.

    calibration: batches of `fazhi_nlp.encoder.windows.collate` by which the activations are levelled for int8 (`fazhi_nlp.training.smoothing`); None for
    32 bit. The attention of each layer is fused first. Raises MissingExtraError (E002) without the extra ``train``.
    """
    onnx: Any = require("onnx", extra="train")
    model = model.float().eval()
    outputs = [name for name in ("section", "topics", "tags", "headings", "query", "key") if getattr(model, name) is not None]
    ids = torch.ones(2, 9, dtype=torch.int64)
    example = (ids, torch.ones_like(ids), torch.zeros_like(ids), torch.zeros(2, 3, dtype=torch.int64))
    axes: dict[str, dict[int, str]] = {name: {0: "rows", 1: "tokens"} for name in INPUTS[:3]} | {"place": {0: "rows"}}
    axes |= {name: {0: "rows"} if name in ("section", "topics") else {0: "rows", 1: "tokens"} for name in outputs}
    with tempfile.TemporaryDirectory() as folder:
        raw, fused = Path(folder) / "raw.onnx", Path(folder) / "fused.onnx"
        with warnings.catch_warnings():
            # the old exporter: the new one needs a package more and gives a graph that the fusion does not know
            warnings.simplefilter("ignore")
            torch.onnx.export(
                _Tuple(model, outputs).eval(), example, str(raw), input_names=list(INPUTS), output_names=outputs, dynamic_axes=axes,
                opset_version=OPSET, dynamo=False
            )  # fmt: skip
        _fuse(raw, fused, model)
        if calibration is not None:
            quantization: Any = require("onnxruntime.quantization", extra="train")
            smoothed = onnx.load(str(fused))
            smooth(smoothed, calibration)
            onnx.save(smoothed, str(fused))
            # shapes cannot be inferred through fused operators, so the type of what they give is said
            options = {"DefaultTensorType": int(onnx.TensorProto.FLOAT)}
            kind = quantization.QuantType.QInt8
            quantization.quantize_dynamic(str(fused), str(path), per_channel=True, weight_type=kind, extra_options=options)
        else:
            Path(path).write_bytes(fused.read_bytes())


def _fuse(raw: Path, fused: Path, model: ReportEncoder) -> None:
    optimizer: Any = require("onnxruntime.transformers.optimizer", extra="train")
    base = model.config.base
    found = optimizer.optimize_model(str(raw), model_type="bert", num_heads=base["num_attention_heads"], hidden_size=base["hidden_size"], opt_level=1)
    found.save_model_to_file(str(fused))
