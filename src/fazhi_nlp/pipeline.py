"""Pipelines: building the rules, loading a model, from texts to reports."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import spacy
from spacy.language import Language

from fazhi_nlp.about import SHIPPED, __version__, shipped_model
from fazhi_nlp.core.errors import ConfigError, Errors, InputError
from fazhi_nlp.core.tokenizer import MAX_LENGTH
from fazhi_nlp.core.tokenizer import NAME as TOKENIZER
from fazhi_nlp.report.models import Producer, Report

RULES = "rules"
_COMPONENTS = {"fazhi_layout": False, "fazhi_outline_sections": True, "fazhi_bert": False, "fazhi_entities": True, "fazhi_achievements": True}
"""The pipes in order, and whether each takes a user's tables; ``fazhi_bert`` only where there is an encoder."""


def load(model: str | Path | None = None, *, knowledge: Iterable[str | Path] = ()) -> Language:
    """A spaCy `Language` that turns the text of a report into a `Doc` with sections, entities and achievements.

    model: None for the shipped model (the rules where none is shipped), ``"rules"`` for the rules, or the name of an installed pipeline or a folder
    that ``nlp.to_disk`` wrote. knowledge: folders of own tables (``laws.tsv`` …), merged over the library's in order, in the place of those that a saved
    pipeline names; not for an installed pipeline.
    Raises ConfigError: E001 no such model, E008 tables given for an installed pipeline; KnowledgeError (E2xx) for tables that break their rules.
    """
    folders = [str(Path(folder).resolve()) for folder in knowledge]
    name = str(model) if model is not None else None
    shipped = shipped_model()
    if name == RULES or (name is None and shipped is None):
        return assemble(knowledge=folders)
    path = shipped if shipped is not None and name in (None, SHIPPED) else Path(str(name))
    if path.is_dir():
        return _saved(path, folders)
    if not spacy.util.is_package(str(name)):
        raise ConfigError(Errors.E001.format(name=name, known=[RULES] + [SHIPPED] * (shipped is not None)))
    if folders:
        raise ConfigError(Errors.E008.format(model=name, folders=folders))
    return spacy.load(str(name))


def _saved(path: Path, folders: list[str]) -> Language:
    pipes = spacy.util.load_config(path / "config.cfg")["components"] if folders else {}
    return spacy.load(path, config={"components": {pipe: {"knowledge_folders": folders} for pipe, takes in _COMPONENTS.items() if takes and pipe in pipes}})


def assemble(*, encoder: Path | None = None, knowledge: Iterable[str] = (), name: str = RULES, version: str = __version__) -> Language:
    """A pipeline from its components: the rules, with ``fazhi_bert`` among them where the folder of an encoder is given.

    knowledge: folders of own tables. name, version: what ``nlp.meta`` says.
    """
    nlp = spacy.blank("zh", config={"nlp": {"tokenizer": {"@tokenizers": TOKENIZER}}}, meta={"name": name, "version": version})
    for pipe, takes_tables in _COMPONENTS.items():
        if pipe != "fazhi_bert":
            nlp.add_pipe(pipe, config={"knowledge_folders": list(knowledge)} if takes_tables else {})
        elif encoder is not None:
            nlp.add_pipe(pipe).from_disk(encoder)  # type: ignore[attr-defined]
    return nlp


@cache
def _default() -> Language:
    return load()


def producer(nlp: Language) -> Producer:
    """What to write into the reports that this pipeline makes."""
    name, meta = nlp.meta["name"], nlp.meta
    full = name if name == RULES or name.startswith(f"{nlp.lang}_") else f"{nlp.lang}_{name}"
    return Producer(model=f"{full} {meta['version']}", model_sha256=meta.get("fazhi", {}).get("weights_sha256"))


def analyze(text: str, *, nlp: Language | None = None, source: str | None = None, with_text: bool = False) -> Report:
    """Analyse one report.

    text: the report, line ends as they are. nlp: a pipeline of `load` (default: ``load()``, made once). source: path or id to put into the record.
    Raises InputError: E005 longer than 2 million characters, E006 nothing but white space, E007 lone surrogates.
    """
    return next(analyze_many([(text, source)], nlp=nlp, with_text=with_text))


def analyze_many(
    texts: Iterable[tuple[str, str | None]], *, nlp: Language | None = None, with_text: bool = False, n_process: int = 1, batch_size: int = 16
) -> Iterator[Report]:
    """Analyse many reports, lazily and in order: pairs of text and source in, reports out.

    n_process: worker processes of ``Language.pipe``. Raises as `analyze` does, at the first text that is not fit: check with `check_text` what must
    not stop the run.
    """
    nlp = nlp or _default()
    made_by = producer(nlp)
    checked = ((check_text(text), source) for text, source in texts)
    for doc, source in nlp.pipe(checked, as_tuples=True, n_process=n_process, batch_size=batch_size):
        yield Report.from_doc(doc, source=source, producer=made_by, with_text=with_text)


def check_text(text: str) -> str:
    """The text, if a pipeline can take it. Raises InputError: E005 too long, E006 blank, E007 lone surrogates."""
    if not text or text.isspace():
        raise InputError(Errors.E006)
    if len(text) > MAX_LENGTH:
        raise InputError(Errors.E005.format(got=len(text), limit=MAX_LENGTH))
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise InputError(Errors.E007.format(position=error.start)) from error
    return text
