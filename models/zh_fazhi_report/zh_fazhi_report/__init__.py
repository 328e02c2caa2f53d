"""The shipped model of fazhi-nlp for ``spacy.load("zh_fazhi_report")``."""

from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.util import get_model_meta, load_model_from_init_py

__version__ = get_model_meta(Path(__file__).parent)["version"]


def load(**overrides: Any) -> Language:
    """The pipeline; overrides as `spacy.load` takes them."""
    return load_model_from_init_py(__file__, **overrides)
