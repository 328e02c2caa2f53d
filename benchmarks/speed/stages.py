"""Where the time goes: each component of a pipeline by itself, and the encoder apart from the rest of its component."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from benchmarks.speed.keys import ALL
from benchmarks.speed.measure import NONE, Spent, now, since
from spacy.language import Language

from fazhi_nlp.encoder.backends import Backend
from fazhi_nlp.encoder.component import BertComponent
from fazhi_nlp.encoder.model import Encoder
from fazhi_nlp.pipeline import producer
from fazhi_nlp.report.models import Report

TOKENIZER, REPORT = "tokenizer", "report"
ENCODER, REST = "encoder", "rest"


class Watch:
    """A backend that adds up what it spends."""

    def __init__(self, backend: Backend) -> None:
        self.backend, self.spent = backend, NONE

    def __call__(self, arrays: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
        """As `Backend`."""
        begin = now()
        found = self.backend(arrays)
        self.spent = self.spent.plus(since(begin))
        return found


def watch(encoder: Encoder) -> Watch:
    """Put a watch on the backend of an encoder."""
    encoder._backend = watched = Watch(encoder.backend)
    return watched


def bert_of(nlp: Language) -> BertComponent:
    """The component with the encoder. Raises ValueError if the pipeline has none."""
    for _, pipe in nlp.pipeline:
        if isinstance(pipe, BertComponent) and pipe.encoder is not None:
            return pipe
    raise ValueError("the pipeline has no encoder: give a trained one with --model")


def staged(nlp: Language, texts: Sequence[str], *, batch_size: int, watched: Watch | None = None) -> dict[str, Spent]:
    """Send texts through a pipeline, all through one component before the next: what each of them spends, and `ALL` of them together.

    watched: of the pipeline's encoder; the component that calls it is told in two parts, ``NAME: encoder`` and ``NAME: rest``.
    """
    out: dict[str, Spent] = {}
    begin = now()
    docs = [nlp.make_doc(text) for text in texts]
    out[TOKENIZER] = since(begin)
    for name, pipe in nlp.pipeline:
        before = watched.spent if watched else NONE
        begin = now()
        docs = list(pipe.pipe(docs, batch_size=batch_size)) if hasattr(pipe, "pipe") else [pipe(doc) for doc in docs]
        spent = since(begin)
        inside = watched.spent.less(before) if watched else NONE
        if inside == NONE:
            out[name] = spent
        else:
            out[f"{name}: {ENCODER}"], out[f"{name}: {REST}"] = inside, spent.less(inside)
    made_by = producer(nlp)
    begin = now()
    for doc in docs:
        Report.from_doc(doc, producer=made_by)
    out[REPORT] = since(begin)
    return out | {ALL: _sum(out)}


def _sum(parts: Mapping[str, Spent]) -> Spent:
    total = NONE
    for spent in parts.values():
        total = total.plus(spent)
    return total
