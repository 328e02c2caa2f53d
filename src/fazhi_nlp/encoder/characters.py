"""From characters to ids: one character is one token, whatever the base encoder's own tokenizer would make of it."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from fazhi_nlp.core.errors import ConfigError, Errors
from fazhi_nlp.core.normalize import fold

PAD, UNKNOWN, CLS, SEP, MASK = SPECIALS = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
FILE = "vocab.json"
_NORMALIZE = "normalize.json"
_COMMON = "的法治政府建设工作依年行政一人开展和有大为加强人民律会实施制度责任干部导学习规范组领执与推"
_LEAST = 0.9


class CharVocabulary:
    """Ids of single characters.

    tokens: the pieces of a Chinese BERT with their ids; of WordPiece vocabularies the single characters are taken, so that 2022 is four ids and no
    character is lost in a longer piece. alias: characters outside the vocabulary and what stands for them.
    Raises ConfigError (E401) if the special tokens or Chinese characters are missing: such a base is no Chinese BERT.
    """

    def __init__(self, tokens: Mapping[str, int], alias: Mapping[str, str] | None = None) -> None:
        if missing := [token for token in SPECIALS if token not in tokens]:
            raise ConfigError(Errors.E401.format(reason=f"its vocabulary has no {', '.join(missing)}"))
        self.tokens = {token: number for token, number in tokens.items() if len(token) == 1 or token in SPECIALS}
        self.alias = dict(alias or {})
        if (share := sum(c in self.tokens for c in _COMMON) / len(_COMMON)) < _LEAST:
            raise ConfigError(Errors.E401.format(reason=f"only {share:.0%} of the most common Chinese characters are in its vocabulary"))
        self.pad, self.unknown, self.cls, self.sep, self.mask = (self.tokens[token] for token in SPECIALS)
        self._ids: dict[str, int] = {c: n for c, n in self.tokens.items() if len(c) == 1}

    def encode(self, text: str) -> np.ndarray:
        """Ids of the characters. *Shape:* ``(len(text),)``, int64."""
        ids = self._ids
        return np.fromiter((ids[c] if c in ids else self._look_up(c) for c in text), dtype=np.int64, count=len(text))

    def _look_up(self, c: str) -> int:
        forms = (self.alias.get(c, ""), fold(c), c.lower(), unicodedata.normalize("NFKC", c)[:1], unicodedata.normalize("NFKC", c)[:1].lower())
        number = next((self.tokens[form] for form in forms if len(form) == 1 and form in self.tokens), self.unknown)
        if c.isspace() and number == self.unknown:
            number = self.sep  # WordPiece vocabularies have no blank; a break is the nearest thing
        self._ids[c] = number
        return number

    def save(self, folder: str | Path) -> None:
        """Write ``vocab.json``."""
        data = {"tokens": self.tokens, "alias": self.alias}
        (Path(folder) / FILE).write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, folder: str | Path) -> CharVocabulary:
        """From a folder: what `save` wrote, the base of this library (``vocab.json``, ``normalize.json``), or a BERT's ``vocab.txt``.

        Raises ConfigError (E401) where none of these is there or it does not fit.
        """
        folder = Path(folder)
        if (path := folder / FILE).exists():
            data = json.loads(path.read_text(encoding="utf-8"))
            if isinstance(data, dict) and "tokens" in data:
                return cls(data["tokens"], data["alias"])
            tokens = {token: number for number, token in enumerate(data)} if isinstance(data, list) else data
            alias = json.loads((folder / _NORMALIZE).read_text(encoding="utf-8")) if (folder / _NORMALIZE).exists() else {}
            return cls(tokens, alias)
        if (path := folder / "vocab.txt").exists():
            return cls({token: number for number, token in enumerate(path.read_text(encoding="utf-8").split("\n")) if token})
        raise ConfigError(Errors.E401.format(reason=f"no {FILE} and no vocab.txt in it"))
