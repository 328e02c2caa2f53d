"""What stands beside the library: spaCy's own CPU pipeline, and a BERT of the usual size in the same loop."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import spacy
from benchmarks.speed.backends import Load, of_torch
from benchmarks.speed.keys import INT8
from benchmarks.speed.plan import Form
from spacy.cli.init_config import init_config
from spacy.language import Language

from fazhi_nlp.core.docs import ENTITY_LABELS
from fazhi_nlp.encoder.backends import Backend, OnnxBackend


def spacy_pipeline() -> tuple[Language, dict[str, Any]]:
    """A blank Chinese pipeline of tok2vec and ner as ``spacy init config -l zh -p ner -o efficiency`` makes it, with weights as they are before training;
    and its sizes."""
    config = init_config(lang="zh", pipeline=["ner"], optimize="efficiency", silent=True)
    nlp = spacy.util.load_model_from_config(config, auto_fill=True)
    ner: Any = nlp.get_pipe("ner")
    for label in ENTITY_LABELS:
        ner.add_label(label)
    nlp.initialize()
    encode = nlp.config["components"]["tok2vec"]["model"]["encode"]
    return nlp, {"width": encode["width"], "depth": encode["depth"], "segmenter": nlp.config["nlp"]["tokenizer"]["segmenter"]}


def bert_base(form: Form, heads: int, load: Load, work: Path) -> dict[str, Backend]:
    """An encoder of this library in the size of a BERT-base, with random weights: in torch, and exported in int8.

    heads: of the attention. load: what it will read; its vocabulary is as large as that needs. work: takes the export.
    """
    import torch

    from fazhi_nlp.encoder.modeling import ReportEncoder, ReportEncoderConfig
    from fazhi_nlp.training.export import export

    torch.manual_seed(0)
    highest = max(int(batch["input_ids"].max()) for batch in load.arrays)
    base = {
        "vocab_size": highest + 1, "hidden_size": form.hidden, "num_hidden_layers": form.layers, "num_attention_heads": heads,
        "intermediate_size": form.intermediate,
    }  # fmt: skip
    model = ReportEncoder(ReportEncoderConfig(base=base))
    export(model, work / "base.onnx", calibration=load.arrays[:1])
    return {INT8: OnnxBackend(work / "base.onnx"), **of_torch(model)}
