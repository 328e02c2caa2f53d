"""The batches of a training: reports augmented anew each epoch, windows of like length together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from random import Random

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.utils.data import IterableDataset

from fazhi_nlp.encoder.characters import CharVocabulary
from fazhi_nlp.encoder.labels import Labels
from fazhi_nlp.encoder.windows import batches, collate, windows
from fazhi_nlp.gold.markup import GoldReport
from fazhi_nlp.training.augment import augment, cut_up
from fazhi_nlp.training.examples import Example, examples, passages, to_batch
from fazhi_nlp.training.settings import Settings

CALIBRATED = 24
"""Reports that an export to int8 is calibrated on."""


class Batches(IterableDataset):  # type: ignore[type-arg]
    """Endless batches. The same seed gives the same batches."""

    def __init__(self, reports: Sequence[GoldReport], vocabulary: CharVocabulary, labels: Labels, settings: Settings) -> None:
        self.reports, self.vocabulary, self.labels, self.settings = list(reports), vocabulary, labels, settings
        self.section_weights = section_weights(self.reports, labels)

    def epoch(self, number: int) -> list[list[Example]]:
        """The batches of an epoch. The first epoch shows the reports as they are."""
        rng = Random(f"{self.settings.seed} {number}")
        found: list[Example] = []
        for report in self.reports:
            changed = augment(report, rng, probabilities=self.settings.augmentation) if number else report
            dropout = self.settings.path_dropout if self.settings.heading_path else 1.0
            for piece in cut_up(changed, rng) if number and rng.random() < self.settings.fragments else [changed]:
                found += examples(piece, self.vocabulary, self.labels, rng=rng, path_dropout=dropout)
        # equal lengths in another order each time, so that the same windows do not always meet
        rng.shuffle(found)
        groups = [[found[k] for k in batch] for batch in batches([len(e.window.ids) for e in found], budget=self.settings.batch_tokens)]
        rng.shuffle(groups)
        return groups

    def __iter__(self) -> Iterator[dict[str, Tensor]]:
        number = 0
        while True:
            for batch in self.epoch(number):
                yield {**to_batch(batch, self.vocabulary.pad), "section_weights": self.section_weights}
            number += 1


def section_weights(reports: Sequence[GoldReport], labels: Labels) -> Tensor:
    """Weights of the section types in the loss: one over the square root of their number, 1 on average. *Shape:* ``(sections,)``."""
    counts = Counter(p.section for report in reports for p in report.paragraphs)
    raw = torch.tensor([max(1, counts[section]) ** -0.5 for section in labels.sections])
    return raw / raw.mean() if len(raw) else raw


def calibration(reports: Sequence[GoldReport], vocabulary: CharVocabulary, *, seed: int) -> list[dict[str, NDArray[np.int64]]]:
    """Batches of some reports, drawn by the seed, by which an export to int8 is calibrated."""
    some = Random(seed).sample(list(reports), min(CALIBRATED, len(reports)))
    rows = windows([passage for report in some for passage in passages(report)], vocabulary)
    return [collate([rows[k] for k in batch], vocabulary.pad) for batch in batches([len(row.ids) for row in rows])]
