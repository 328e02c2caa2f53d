"""Settings of a training: a TOML file, checked, with a clear error for what it must not say."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from fazhi_nlp.core.errors import ConfigError, Errors
from fazhi_nlp.encoder.labels import LOSS_WEIGHTS, Labels
from fazhi_nlp.training.augment import OPERATIONS


@dataclass(slots=True, frozen=True)
class Settings:
    """All that decides a training, with the values of the shipped model as defaults.

    name: of the pipeline, without ``zh_``. base: folder (relative to the configuration's) or hub name of a Chinese BERT. data: folder of gold reports (with
    ``split.tsv``, or split by name), relative to the configuration's. format: of the data, ``gold`` or ``cluener``. negatives: a text file whose lines hold no
    entity, learnt from as such, relative to the configuration's. share: of the
    training reports that are learnt from, drawn by the seed. tasks: of section, topics, entities, headings, links. epochs, batch_tokens (tokens of a
    step, padding included), encoder_rate, head_rate, warmup (share of the steps), weight_decay, dropout. average: decay of
    the running mean of the weights, by step; the mean is what is evaluated and kept (0: no mean). patience: epochs without gain on dev before the
    training stops. bf16: where the processor or GPU has it. threads: 0 for torch's own choice. heading_path: whether the encoder reads the headings above a
    paragraph. path_dropout: share of paragraphs shown without headings. fragments: share of the reports that an epoch shows in pieces, each as a text of
    its own. random_base: the form of the base without its weights. quantize: whether the exported model is int8. augmentation: probabilities by operation.
    loss_weights: of the tasks in the sum of losses, by the names of `LOSS_WEIGHTS`; those not named keep theirs.
    """

    name: str = "fazhi_report"
    base: str = "../models/base"
    data: str = "../training/corpus"
    format: str = "gold"
    negatives: str = ""
    share: float = 1.0
    tasks: tuple[str, ...] = ("section", "topics", "entities", "headings", "links")
    epochs: int = 10
    batch_tokens: int = 3072
    encoder_rate: float = 3e-4
    head_rate: float = 1e-3
    warmup: float = 0.1
    weight_decay: float = 0.01
    dropout: float = 0.1
    average: float = 0.99
    patience: int = 4
    seed: int = 0
    bf16: bool = True
    threads: int = 0
    heading_path: bool = True
    path_dropout: float = 0.1
    fragments: float = 0.2
    random_base: bool = False
    quantize: bool = True
    augmentation: dict[str, float] = field(default_factory=dict)
    loss_weights: dict[str, float] = field(default_factory=LOSS_WEIGHTS.copy)

    @property
    def labels(self) -> Labels:
        """The labels of the tasks."""
        full = cluener_labels() if self.format == "cluener" else Labels()
        kept = {"section": "sections", "topics": "topics", "entities": "entities", "headings": "headings"}
        return replace(full, links=full.links and "links" in self.tasks, **{name: () for task, name in kept.items() if task not in self.tasks})

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        return asdict(self)


FORMATS = ("gold", "cluener")
CLUENER = ("address", "book", "company", "game", "government", "movie", "name", "organization", "position", "scene")


def cluener_labels() -> Labels:
    """The ten labels of CLUENER2020 (Xu et al. 2020)."""
    return Labels(sections=(), topics=(), entities=CLUENER, headings=(), links=False)


def read_settings(path: str | Path, **changes: Any) -> Settings:
    """Settings of a TOML file: keys of `Settings` at the top, probabilities in a table ``[augmentation]``.

    changes: what to put in the place of what the file says. Folders are made relative to the file's. Raises ConfigError: E001 no such file, E820 what
    is wrong in it.
    """
    path = Path(path)
    if not path.is_file():
        raise ConfigError(Errors.E820.format(path=path, reason="there is no such file"))
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(Errors.E820.format(path=path, reason=str(error))) from error
    for key in ("base", "data", "negatives"):
        value = str(data.get(key, getattr(Settings(), key)))
        place = path.parent / value
        if value and place.exists():
            data[key] = os.path.normpath(place)
    return check(path, {**data, **{key: value for key, value in changes.items() if value is not None}})


def check(path: Path, data: Mapping[str, Any]) -> Settings:
    """Settings of plain data. Raises ConfigError (E820)."""
    kinds = {f.name: type(getattr(Settings(), f.name)) for f in fields(Settings)}
    if unknown := sorted(set(data) - set(kinds)):
        raise ConfigError(Errors.E820.format(path=path, reason=f"unknown keys {unknown}; known are {sorted(kinds)}"))
    clean: dict[str, Any] = {}
    for key, value in data.items():
        kind = kinds[key]
        value = float(value) if kind is float and isinstance(value, int) and not isinstance(value, bool) else tuple(value) if kind is tuple else value
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            raise ConfigError(Errors.E820.format(path=path, reason=f"{key} = {value!r} is not of type {kind.__name__}"))
        clean[key] = value
    clean["loss_weights"] = {**LOSS_WEIGHTS, **clean.get("loss_weights", {})}
    settings = Settings(**clean)
    if unknown := sorted(set(settings.augmentation) - set(OPERATIONS)):
        raise ConfigError(Errors.E820.format(path=path, reason=f"unknown operations {unknown}; known are {sorted(OPERATIONS)}"))
    if unknown := sorted(set(settings.loss_weights) - set(LOSS_WEIGHTS)):
        raise ConfigError(Errors.E820.format(path=path, reason=f"unknown losses {unknown}; known are {sorted(LOSS_WEIGHTS)}"))
    if settings.format not in FORMATS:
        raise ConfigError(Errors.E820.format(path=path, reason=f"format {settings.format!r} is none of {', '.join(FORMATS)}"))
    if not 0 < settings.share <= 1:
        raise ConfigError(Errors.E820.format(path=path, reason=f"share = {settings.share} is not above 0 and up to 1"))
    for key in ("epochs", "batch_tokens", "patience"):
        if getattr(settings, key) < 1:
            raise ConfigError(Errors.E820.format(path=path, reason=f"{key} must be 1 or more"))
    return settings
