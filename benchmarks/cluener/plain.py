"""The other system: a plain token classifier of Hugging Face on the same base, made to be unlike this project's own training.

`transformers.BertForTokenClassification` and the stock `Trainer`, fixed rows a batch in random order, BIO tags, the most probable tag of each character
on its own, the weights of the last step. Nothing of the library is imported: the vocabulary is read here anew.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from benchmarks.cluener.data import Sentence, Span
from torch import Tensor
from torch.utils.data import Dataset
from transformers import BertForTokenClassification, Trainer, TrainingArguments, get_linear_schedule_with_warmup, set_seed

PAD, UNKNOWN, CLS, SEP = "[PAD]", "[UNK]", "[CLS]", "[SEP]"
IGNORED = -100
OUTSIDE = "O"
ROWS = 64
"""Sentences that are read at once."""
Row = dict[str, list[int]]


@dataclass(slots=True, frozen=True)
class Recipe:
    """What it has in common with the other training.

    epochs; batch_tokens: of a step, on average; encoder_rate, head_rate: highest learning rates; warmup: share of the steps; weight_decay; bf16: where the
    hardware has it; seed.
    """

    epochs: int
    batch_tokens: int
    encoder_rate: float
    head_rate: float
    warmup: float
    weight_decay: float
    bf16: bool
    seed: int


class Characters:
    """One token a character. base: folder with ``vocab.json`` (tokens in the order of their ids) and ``normalize.json`` (what stands for characters outside),
    or a ``vocab.txt``."""

    def __init__(self, base: Path) -> None:
        path = base / "vocab.json"
        tokens = json.loads(path.read_text(encoding="utf-8")) if path.exists() else (base / "vocab.txt").read_text(encoding="utf-8").split("\n")
        self.ids = {token: number for number, token in enumerate(tokens)}
        other = base / "normalize.json"
        self.forms: dict[str, str] = json.loads(other.read_text(encoding="utf-8")) if other.exists() else {}

    def __call__(self, text: str) -> list[int]:
        """The ids of a text's characters."""
        unknown = self.ids[UNKNOWN]
        return [self.ids.get(c, self.ids.get(self.forms.get(c, c), unknown)) for c in text]

    def row(self, text: str) -> list[int]:
        """The same with the special tokens around."""
        return [self.ids[CLS], *self(text), self.ids[SEP]]


def to_tags(length: int, spans: Sequence[Span]) -> list[str]:
    """BIO tags of a sentence of so many characters. Of spans that overlap the one that begins first stands, of those the longest."""
    out = [OUTSIDE] * length
    for start, end, label in sorted(spans, key=lambda span: (span[0], -span[1], span[2])):
        if set(out[start:end]) == {OUTSIDE}:
            out[start:end] = [f"B-{label}", *[f"I-{label}"] * (end - start - 1)]
    return out


def to_spans(tags: Sequence[str]) -> list[Span]:
    """The spans of BIO tags; an I that does not go on with its label opens a span itself."""
    out: list[Span] = []
    for at, tag in enumerate(tags):
        kind, _, label = tag.partition("-")
        if kind == "I" and out and out[-1][1:] == (at, label):
            out[-1] = (out[-1][0], at + 1, label)
        elif kind != OUTSIDE:
            out.append((at, at + 1, label))
    return out


class _Rows(Dataset[Row]):
    def __init__(self, rows: list[Row]) -> None:
        self.rows = rows

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, number: int) -> Row:
        return self.rows[number]


class _Padded:
    """Puts rows together, as `DataCollatorForTokenClassification` does, which wants a tokenizer."""

    def __init__(self, pad: int) -> None:
        self.fill: Mapping[str, int] = {"input_ids": pad, "attention_mask": 0, "labels": IGNORED}

    def __call__(self, rows: Sequence[Row]) -> dict[str, Tensor]:
        longest = max(len(row["input_ids"]) for row in rows)
        return {name: torch.tensor([row[name] + [self.fill[name]] * (longest - len(row[name])) for row in rows]) for name in rows[0]}


def run(train: Sequence[Sentence], texts: Sequence[str], base: Path, recipe: Recipe, work: Path) -> dict[str, Any]:
    """Train on ``train`` and tag ``texts``. Gives ``spans`` of each text in order, and ``steps``.

    base: folder of a BERT. work: folder for the Trainer's own files. Raises ValueError if weights of the base are missing.
    """
    set_seed(recipe.seed)
    characters = Characters(base)
    tags = [OUTSIDE, *(f"{kind}-{label}" for label in sorted({span[2] for s in train for span in s.spans}) for kind in "BI")]
    model = _model(base, len(tags))
    rows = [_row(characters.row(s.text), [tags.index(tag) for tag in to_tags(len(s.text), s.spans)]) for s in train]
    size = max(1, round(recipe.batch_tokens * len(rows) / sum(len(row["input_ids"]) for row in rows)))
    steps = math.ceil(len(rows) / size) * recipe.epochs
    optimizer = _optimizer(model, recipe)
    schedule = get_linear_schedule_with_warmup(optimizer, math.ceil(recipe.warmup * steps), steps)
    on_cpu = not torch.cuda.is_available()
    arguments = TrainingArguments(
        output_dir=str(work), num_train_epochs=recipe.epochs, per_device_train_batch_size=size, bf16=recipe.bf16 and _has_bf16(), use_cpu=on_cpu,
        seed=recipe.seed, eval_strategy="no", save_strategy="no", logging_steps=max(1, steps // 20), report_to="none", disable_tqdm=True,
        dataloader_pin_memory=not on_cpu,
    )  # fmt: skip
    padded = _Padded(characters.ids[PAD])
    trainer = Trainer(model, arguments, train_dataset=_Rows(rows), data_collator=padded, optimizers=(optimizer, schedule))
    trainer.train()
    model = trainer.accelerator.unwrap_model(model, keep_fp32_wrapper=False).eval()
    found = [to_spans([tags[number] for number in best]) for best in _best(model, [_row(characters.row(text)) for text in texts], padded)]
    return {"spans": found, "steps": trainer.state.global_step}


def _row(ids: list[int], tags: list[int] | None = None) -> Row:
    out = {"input_ids": ids, "attention_mask": [1] * len(ids)}
    return out if tags is None else out | {"labels": [IGNORED, *tags, IGNORED]}


def _model(base: Path, tags: int) -> Any:
    kind: Any = BertForTokenClassification
    # the attention that is fastest to train on a CPU; what it computes is the same
    model, loading = kind.from_pretrained(base, num_labels=tags, dtype=torch.float32, attn_implementation="eager", output_loading_info=True)
    if missing := sorted(name for name in loading["missing_keys"] if not name.startswith("classifier.")):
        raise ValueError(f"weights are missing in {base.name}: {missing[:3]}")
    return model


def _optimizer(model: Any, recipe: Recipe) -> torch.optim.Optimizer:
    """AdamW; as in the stock Trainer biases and layer norms do not decay."""
    groups = []
    for rate, head in ((recipe.encoder_rate, False), (recipe.head_rate, True)):
        own = [p for name, p in model.named_parameters() if name.startswith("classifier.") == head]
        groups.append({"params": [p for p in own if p.ndim > 1], "lr": rate, "weight_decay": recipe.weight_decay})
        groups.append({"params": [p for p in own if p.ndim <= 1], "lr": rate, "weight_decay": 0.0})
    return torch.optim.AdamW(groups)


def _best(model: Any, rows: Sequence[Row], padded: _Padded) -> Iterator[list[int]]:
    """Numbers of the most probable tags of each row's characters, in order."""
    for first in range(0, len(rows), ROWS):
        some = rows[first : first + ROWS]
        batch = {name: tensor.to(model.device) for name, tensor in padded(some).items()}
        with torch.inference_mode():
            best = model(**batch).logits.argmax(-1).tolist()
        for row, numbers in zip(some, best, strict=True):
            yield numbers[1 : len(row["input_ids"]) - 1]


def _has_bf16() -> bool:
    return bool(torch.cuda.is_bf16_supported() if torch.cuda.is_available() else torch.cpu._is_avx512_bf16_supported())
