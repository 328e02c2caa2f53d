"""Tiny models: a WordPiece BERT with random weights, and an encoder on it."""

from __future__ import annotations

import pytest

from fazhi_nlp.encoder.characters import _COMMON, SPECIALS

CHARACTERS = "".join(dict.fromkeys(_COMMON + "一二三四五六七八九十，。、：；（）《》“”0123456789%县乡镇局委普发放宣传份余条例问题及下步打算存不足"))


@pytest.fixture(scope="session")
def tiny_base(tmp_path_factory):
    """A folder as the hub would give it: config.json, vocab.txt (WordPiece, with pieces of several characters), model.safetensors."""
    torch = pytest.importorskip("torch")
    from transformers import BertConfig, BertModel

    folder = tmp_path_factory.mktemp("tiny_base")
    tokens = [*SPECIALS, *CHARACTERS, "2022", "##年", "##政"]
    (folder / "vocab.txt").write_text("\n".join(tokens) + "\n", encoding="utf-8")
    torch.manual_seed(0)
    config = BertConfig(vocab_size=len(tokens), hidden_size=32, num_hidden_layers=2, num_attention_heads=2, intermediate_size=64, max_position_embeddings=300)
    BertModel(config, add_pooling_layer=False).save_pretrained(folder)
    return folder


@pytest.fixture(scope="session")
def tiny(tiny_base):
    """An encoder with random weights and its vocabulary."""
    from fazhi_nlp.encoder.modeling import from_base

    model, vocabulary = from_base(str(tiny_base))
    return model.eval(), vocabulary


@pytest.fixture(scope="session")
def tiny_folder(tiny, tmp_path_factory):
    """The files of that encoder: torch weights and ONNX (float32)."""
    pytest.importorskip("onnx")
    from fazhi_nlp.encoder.labels import Labels
    from fazhi_nlp.encoder.model import describe
    from fazhi_nlp.encoder.sections import transitions
    from fazhi_nlp.training.export import export

    folder = tmp_path_factory.mktemp("tiny_encoder")
    model, vocabulary = tiny
    model.save_pretrained(folder)
    vocabulary.save(folder)
    describe(folder, Labels(), transitions([["title", "preamble", "measures", "problems", "plan", "signature"]] * 3))
    export(model, folder / "model.onnx")
    return folder
