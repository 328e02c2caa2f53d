"""The trained model: spacy-pkuseg's format, features and decoder.

Only the two files of its newer format are read, by msgpack and by numpy without pickles; where one is missing, spacy-pkuseg would fall back to
unpickling an older format, so that is an error here. Its constructor, which downloads models and unpickles a dictionary, is never called.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from fazhi_nlp.core.errors import ConfigError, Errors

MODEL_FILES = ("features.msgpack", "weights.npz")
FREE, EDGE, INNER = 0, 1, 2
"""Whether a word begins at a character: the model says; certainly; certainly not."""

_INNER = bytes([INNER])
_NEVER = -1e9
# spacy-pkuseg writes numerals and full-width letters as one symbol each; here a character stands for it, so that offsets stay
_SYMBOLS = {"**Num": "\ue000", "**Letter": "\ue001"}
_SINGLE = {"c": 0, "c-1": -1, "c1": 1, "c-2": -2, "c2": 2}
_PAIR = {"c-1c": -1, "cc1": 0, "c-2c-1": -2}
_WORD_LENGTHS = range(2, 7)

Scores = np.ndarray[Any, np.dtype[np.float64]]


class PkusegModel:
    """Finds the edges of words in folded text without white space."""

    def __init__(self, folder: str | Path) -> None:
        """Raises ConfigError (E010) if the folder lacks one of `MODEL_FILES`."""
        missing = [name for name in MODEL_FILES if not (Path(folder) / name).is_file()]
        if missing:
            raise ConfigError(Errors.E010.format(folder=folder, missing=missing))
        # imported late: every pipeline loads this module, few segment words
        from spacy_pkuseg import inference
        from spacy_pkuseg.feature_extractor import FeatureExtractor
        from spacy_pkuseg.model import Model

        extractor: Any = FeatureExtractor.load(str(folder))
        self._model: Any = Model.load(str(folder))
        self._inference: Any = inference
        self._features = FeatureTable(extractor)
        tags: dict[str, int] = extractor.tag_to_idx
        begins, ends = [tags["B"], tags["B_single"]], [tags["B_single"], tags["I_end"]]
        self._begins = np.array(begins)
        self._not_begins = np.setdiff1d(np.arange(len(tags)), begins)
        self._ends = np.array(ends)
        self._not_ends = np.setdiff1d(np.arange(len(tags)), ends)

    def edges(self, folded: str, certain: bytearray) -> bytearray:
        """1 where a word begins, else 0, for each character. certain: FREE, EDGE or INNER for each character; what it says is kept."""
        if FREE not in certain:
            return certain.replace(_INNER, b"\0")
        model = self._model
        states, steps = self._inference.getLogYY(self._features(folded), model.n_tag, model.n_feature * model.n_tag, model.w, 1.0)
        self._constrain(states, np.frombuffer(certain, dtype=np.uint8))
        _, tags = self._inference.run_viterbi(states, steps)
        return bytearray(np.isin(tags, self._begins).astype(np.uint8).tobytes())

    def _constrain(self, states: Scores, certain: np.ndarray[Any, np.dtype[np.uint8]]) -> None:
        """Take from the scores *(characters, tags)* what contradicts the certain edges, in place."""
        edge, inner = np.flatnonzero(certain == EDGE), np.flatnonzero(certain == INNER)
        states[np.ix_(edge, self._not_begins)] += _NEVER
        states[np.ix_(inner, self._begins)] += _NEVER
        states[np.ix_(edge[edge > 0] - 1, self._not_ends)] += _NEVER
        states[np.ix_(inner[inner > 0] - 1, self._ends)] += _NEVER


class FeatureTable:
    """Indices of spacy-pkuseg's features of each character: the same as those of its extractor, without features of word pairs.

    The extractor tries a hundred pairs of words a character, of which our model has none; without them a text takes a quarter of the time.
    """

    def __init__(self, extractor: Any) -> None:
        self._fold = str.maketrans(
            dict.fromkeys(extractor.letter, _SYMBOLS["**Letter"]) | dict.fromkeys(extractor.num, _SYMBOLS["**Num"]) | dict.fromkeys(extractor.keywords, "&")
        )
        singles: dict[str, dict[str, int]] = {kind: {} for kind in _SINGLE}
        pairs: dict[str, dict[str, int]] = {kind: {} for kind in _PAIR}
        self._ending: dict[str, int] = {}
        self._starting: dict[str, int] = {}
        words = {"w-1": self._ending, "w1": self._starting}
        for name, index in extractor.feature_to_idx.items():
            kind, _, value = name.partition(".")
            if kind in words:
                words[kind][value] = index
                continue
            for symbol, character in _SYMBOLS.items():
                value = value.replace(symbol, character)
            if kind in singles:
                singles[kind][value] = index
            elif kind in pairs:
                pairs[kind][value[0] + value[-1]] = index
        self._singles = [(offset, singles[kind]) for kind, offset in _SINGLE.items()]
        self._pairs = [(offset, pairs[kind]) for kind, offset in _PAIR.items()]

    def __call__(self, text: str) -> list[list[int]]:
        """One list for each character; feature 0, which every character has, comes first."""
        text = text.translate(self._fold)
        length = len(text)
        found: list[list[int]] = [[0] for _ in text]
        for offset, table in self._singles:
            for i in range(max(0, -offset), length - max(0, offset)):
                if (index := table.get(text[i + offset])) is not None:
                    found[i].append(index)
        for offset, table in self._pairs:
            for i in range(-offset, length - (1 if offset == 0 else 0)):
                if (index := table.get(text[i + offset : i + offset + 2])) is not None:
                    found[i].append(index)
        starting, ending = self._starting, self._ending
        for size in _WORD_LENGTHS:
            for i in range(length - size + 1):
                word = text[i : i + size]
                if (index := starting.get(word)) is not None:
                    found[i].append(index)
                if (index := ending.get(word)) is not None:
                    found[i + size - 1].append(index)
        return found
