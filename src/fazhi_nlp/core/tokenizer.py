"""One token a code point, so that tokens, characters and word pieces line up one to one.

spaCy's own character segmenter aligns words and spaces in more than linear time and folds single spaces into the
token before; here every code point, white space included, is a token of its own and ``doc.text == text`` holds exactly.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import srsly
from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab

from fazhi_nlp.core.errors import ConfigError, Errors, InputError

NAME = "fazhi_nlp.CharTokenizer.v1"
MAX_LENGTH = 2_000_000
"""Longest text, in code points, that one report may have."""


class CharTokenizer:
    """Splits a text into its code points.

    Calling it gives a `Doc` with ``len(doc) == len(text)``; token i is character i. Raises InputError (E005) for a text
    longer than ``MAX_LENGTH``.
    """

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """Tokenize one text."""
        if len(text) > MAX_LENGTH:
            raise InputError(Errors.E005.format(got=len(text), limit=MAX_LENGTH))
        return Doc(self.vocab, words=list(text), spaces=[False] * len(text))

    def pipe(self, texts: Iterable[str], batch_size: int = 50) -> Iterable[Doc]:
        """Tokenize a stream of texts; batch_size is there for spaCy's interface and has no effect."""
        return map(self, texts)

    def to_bytes(self, **kwargs: Any) -> bytes:
        """The tokenizer has no settings: what is saved is its name."""
        return bytes(srsly.msgpack_dumps({"name": NAME}))

    def from_bytes(self, data: bytes, **kwargs: Any) -> CharTokenizer:
        """Check that the saved tokenizer is one of this kind. Raises ConfigError (E003)."""
        found = srsly.msgpack_loads(data)
        if found != {"name": NAME}:
            raise ConfigError(Errors.E003.format(found=found, wanted=NAME))
        return self

    def to_disk(self, path: str | Path, **kwargs: Any) -> None:
        """Save beside the pipeline."""
        Path(path).write_bytes(self.to_bytes())

    def from_disk(self, path: str | Path, **kwargs: Any) -> CharTokenizer:
        """Load what `to_disk` wrote."""
        return self.from_bytes(Path(path).read_bytes())


def create_char_tokenizer() -> Callable[[Language], CharTokenizer]:
    """Entry point ``fazhi_nlp.CharTokenizer.v1`` of spaCy's tokenizers: gives the function that makes the tokenizer of a `Language`."""
    return _create


def _create(nlp: Language) -> CharTokenizer:
    # spaCy's own limit (1,000,000) is for parsers that need memory per token; ours is MAX_LENGTH
    nlp.max_length = MAX_LENGTH
    return CharTokenizer(nlp.vocab)
