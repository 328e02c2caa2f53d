"""What is measured: sizes and rounds, and the texts."""

from __future__ import annotations

import inspect
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path

from fazhi_nlp.encoder.windows import TOKEN_BUDGET
from fazhi_nlp.gold.dataset import read_corpus
from fazhi_nlp.pipeline import analyze_many

ROOT = Path(__file__).resolve().parents[2]
SPLIT = "dev"
DOCUMENTS = int(inspect.signature(analyze_many).parameters["batch_size"].default)
"""Documents a batch, where the caller does not say."""


@dataclass(slots=True, frozen=True)
class Form:
    """Sizes of a BERT and its heads. pooled: outputs for a row, after a layer of the hidden size; tagged: outputs for a token."""

    layers: int
    hidden: int
    intermediate: int
    pooled: int = 0
    tagged: int = 0


@dataclass(slots=True, frozen=True)
class Plan:
    """Sizes of a run.

    rounds: all works take turns in. reports: for the whole pipeline and its stages. batch_reports: for the documents a batch, of which ``documents`` says
    how many. encoder_reports: whose windows the backends read; those of ``reports`` are read with each token budget of ``budgets``. lengths: characters of
    the documents whose growth is measured. corpora: reports of the corpora whose growth is measured, each of ``corpus_characters``. matrix: side of the big
    matrices whose products give the machine's rate. products: multiply-adds of a run of these. base: the BERT beside the encoder, and its attention heads.
    """

    rounds: int
    reports: int
    batch_reports: int
    documents: tuple[int, ...]
    encoder_reports: int
    budgets: tuple[int, ...]
    lengths: tuple[int, ...]
    corpora: tuple[int, ...]
    corpus_characters: int
    matrix: int
    products: float
    base: Form
    base_heads: int


FULL = Plan(
    rounds=9, reports=16, batch_reports=32, documents=(1, 4, DOCUMENTS, 32), encoder_reports=4, budgets=(256, TOKEN_BUDGET, 1024, 2048, 4096, 16384),
    lengths=(1_000, 5_000, 20_000, 60_000, 200_000), corpora=(10, 30, 100, 300), corpus_characters=400, matrix=2048, products=3e10,
    base=Form(12, 768, 3072), base_heads=12,
)  # fmt: skip
QUICK = Plan(
    rounds=2, reports=2, batch_reports=2, documents=(1, DOCUMENTS), encoder_reports=1, budgets=(TOKEN_BUDGET, 4096), lengths=(300, 1_200), corpora=(2, 4),
    corpus_characters=150, matrix=128, products=1e8, base=Form(1, 64, 128), base_heads=2,
)  # fmt: skip


def dev_texts() -> list[str]:
    """The bare texts of the dev split's reports."""
    return [report.text for report in read_corpus(ROOT / "training" / "corpus")[SPLIT]]


def document(texts: Sequence[str], length: int) -> str:
    """A document of ``length`` characters: the texts one after another, from the first again where they do not suffice."""
    whole = "\n".join(texts) + "\n"
    return (whole * (length // len(whole) + 1))[:length]


def small_reports(texts: Sequence[str], count: int, characters: int) -> list[str]:
    """``count`` pieces of at most ``characters``, each a text's next; from the first again where they do not suffice."""
    pieces = [piece for text in texts for at in range(0, len(text), characters) if (piece := text[at : at + characters]).strip()]
    return list(islice(cycle(pieces), count))


def read_by(texts: Sequence[str]) -> dict[str, float]:
    """The units of work on some texts."""
    return {"characters": sum(map(len, texts)), "reports": len(texts)}
