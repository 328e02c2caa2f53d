"""What ``fazhi-nlp info`` tells."""

from __future__ import annotations

import dataclasses
import platform
from collections.abc import Iterator, Sized
from importlib import metadata

from packaging.requirements import Requirement

from fazhi_nlp.about import __version__, shipped_model
from fazhi_nlp.knowledge.base import load_knowledge
from fazhi_nlp.pipeline import RULES, load, producer

_DISTRIBUTION = "fazhi-nlp"
_HIDDEN_EXTRAS = ("dev",)


def lines() -> Iterator[str]:
    """Lines of ``name: value``: versions, the model, its pipes, sizes of the tables, extras with what they lack."""
    yield f"fazhi-nlp: {__version__}"
    yield f"Python: {platform.python_version()} ({platform.system()} {platform.machine()})"
    for package in ("spacy", "onnxruntime", "pydantic"):
        yield f"{package}: {metadata.version(package)}"
    nlp = load()
    made_by = producer(nlp)
    yield f"model: {made_by.model} ({shipped_model() or f'none shipped, {RULES} built in'})"
    if made_by.model_sha256:
        yield f"weights: sha256 {made_by.model_sha256}"
    yield f"pipes: {', '.join(nlp.pipe_names)}"
    knowledge = load_knowledge()
    # a table of laws holds its rows under its own name
    tables = {field.name: getattr(knowledge, field.name) for field in dataclasses.fields(knowledge)}
    rows = {name: getattr(table, name, table) for name, table in sorted(tables.items())}
    yield "tables: " + ", ".join(f"{name} {len(table)}" for name, table in rows.items() if isinstance(table, Sized))
    for extra, missing in sorted(_extras().items()):
        yield f"extra {extra}: " + (f"missing {', '.join(missing)}: pip install '{_DISTRIBUTION}[{extra}]'" if missing else "installed")


def _extras() -> dict[str, list[str]]:
    """Each extra and the packages of it that are not installed, from the distribution's own metadata."""
    found: dict[str, list[str]] = {}
    installed = metadata.distribution(_DISTRIBUTION)
    for extra in installed.metadata.get_all("Provides-Extra") or ():
        if extra in _HIDDEN_EXTRAS:
            continue
        found[extra] = []
        for line in installed.requires or ():
            requirement = Requirement(line)
            if requirement.marker is not None and requirement.marker.evaluate({"extra": extra}) and not _is_installed(requirement.name):
                found[extra].append(requirement.name)
    return found


def _is_installed(name: str) -> bool:
    try:
        metadata.version(name)
    except metadata.PackageNotFoundError:
        return False
    return True
