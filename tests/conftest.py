from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from spacy.language import Language

import fazhi_nlp

ROOT = Path(__file__).resolve().parent.parent

# the cores are shared: a deadline would fail by accident
settings.register_profile("shared", deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
settings.load_profile("shared")


@pytest.fixture(scope="session")
def nlp() -> Language:
    """The rule pipeline."""
    return fazhi_nlp.load("rules")


@pytest.fixture(scope="session")
def corpus_texts() -> list[str]:
    """The bare texts of some corpus reports (markup removed)."""
    import re

    texts = []
    for path in sorted((ROOT / "training" / "corpus").glob("r0[0-6]?.txt"))[::4]:
        lines = [line for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]
        bare = [
            re.sub(r"</?(?:H[1-4]|LAW|DOC|ORG|GPE|PERSON|DATE|EVENT|ACHIEVEMENT|TARGET)(?: [^>]*)?>", "", re.sub(r"^\[[^\]]*\] ?", "", line)) for line in lines
        ]
        texts.append("\n".join(bare))
    assert len(texts) > 10
    return texts
