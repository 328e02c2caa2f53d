"""Bases for the encoder: any Chinese BERT of Hugging Face, from a folder or the hub (torch and transformers, extra ``train``)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from torch import Tensor
from transformers import AutoConfig, AutoTokenizer, BertModel

from fazhi_nlp.core.errors import ConfigError, Errors
from fazhi_nlp.encoder.characters import CharVocabulary

_FORM = (
    "vocab_size", "hidden_size", "num_hidden_layers", "num_attention_heads", "intermediate_size", "hidden_act", "hidden_dropout_prob",
    "attention_probs_dropout_prob", "max_position_embeddings", "type_vocab_size", "layer_norm_eps", "pad_token_id",
)  # fmt: skip


def load_base(name: str) -> tuple[dict[str, Any], dict[str, Tensor], CharVocabulary]:
    """Form (for `BertConfig`), weights (float32, names of `BertModel`) and vocabulary of a base.

    name: a folder or a hub name. Raises ConfigError: E401 it is no BERT with a Chinese vocabulary of characters, E402 it cannot be loaded.
    """
    try:
        config = AutoConfig.from_pretrained(name)
    except (OSError, ValueError) as error:
        raise ConfigError(Errors.E402.format(name=name, reason=str(error).splitlines()[0])) from error
    if config.model_type != "bert":
        raise ConfigError(Errors.E401.format(reason=f"it is a {config.model_type}, not a bert"))
    if config.type_vocab_size < 2:
        raise ConfigError(Errors.E401.format(reason="it has one type of token, wanted are two"))
    vocabulary = _vocabulary(name)
    if (highest := max(vocabulary.tokens.values())) >= config.vocab_size:
        raise ConfigError(Errors.E401.format(reason=f"its vocabulary goes to {highest}, its embeddings to {config.vocab_size - 1}"))
    try:
        model = BertModel.from_pretrained(name, add_pooling_layer=False)
    except (OSError, ValueError, RuntimeError) as error:
        raise ConfigError(Errors.E402.format(name=name, reason=str(error).splitlines()[0])) from error
    form = {key: getattr(config, key) for key in _FORM}
    return form, {key: value.float() for key, value in model.state_dict().items()}, vocabulary


def _vocabulary(name: str) -> CharVocabulary:
    folder = Path(name)
    if folder.is_dir() and ((folder / "vocab.json").exists() or (folder / "vocab.txt").exists()):
        return CharVocabulary.load(folder)
    try:
        return CharVocabulary(AutoTokenizer.from_pretrained(name).get_vocab())
    except (OSError, ValueError) as error:
        raise ConfigError(Errors.E402.format(name=name, reason=str(error).splitlines()[0])) from error
