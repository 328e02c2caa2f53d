"""One run: both trainings, what they say of the dev sentences, and the figures, as plain data."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

from benchmarks.cluener import own, plain
from benchmarks.cluener.data import DEV, TRAIN, Sentence, Span, lines, overlapping, sentences
from benchmarks.cluener.scoring import MICRO, Counted, as_rows, count, differences, drawn, figures

from fazhi_nlp.training.run import RECORD
from fazhi_nlp.training.settings import Settings, read_settings

ROOT = Path(__file__).resolve().parents[2]
CONFIG = ROOT / "configs" / "cluener.toml"
OWN, EXPORTED, PLAIN = "own", "own, exported", "plain"
SHARED = ("epochs", "batch_tokens", "encoder_rate", "head_rate", "warmup", "weight_decay", "bf16")
"""Settings that mean the same in both trainings."""
ONLY_OWN = ("average", "dropout", "quantize")
_PACKAGES = ("torch", "transformers", "accelerate")
Answers = list[list[Span]]


@dataclass(slots=True, frozen=True)
class Task:
    """What is asked. settings: of this project's training, but for seed and data. work: folder in which everything of this very task is kept."""

    train: list[Sentence]
    dev: list[Sentence]
    base: Path
    settings: Settings
    sha256: str
    work: Path

    @property
    def texts(self) -> list[str]:
        """The dev sentences without their annotation."""
        return [sentence.text for sentence in self.dev]


def task(*, data: Path, work: Path, base: Path | None, epochs: int | None, limit: int | None) -> Task:
    """Read the data and lay them out for this project's training.

    data: folder of CLUENER2020. work: a folder in it is named for all that decides the figures, so that a trial's remains are never taken for a run's. base,
    epochs: in the place of the configuration's. limit: sentences of each part. Raises FileNotFoundError where data or base are missing, ValueError for
    data of another form.
    """
    settings = read_settings(CONFIG, base=None if base is None else str(base), epochs=epochs)
    folder = Path(settings.base)
    if not (folder / "config.json").is_file():
        raise FileNotFoundError(f"no base encoder in {folder}: --base names its folder")
    parts = {part: lines(data, part, limit=limit) for part in (TRAIN, DEV)}
    train, dev = (sentences(records) for records in parts.values())
    digest = hashlib.sha256(json.dumps(parts).encode()).hexdigest()
    plain_settings = {key: value for key, value in settings.to_dict().items() if key not in ("base", "data", "seed")}
    key = hashlib.sha256(json.dumps([plain_settings, digest, digest_of(folder)], sort_keys=True).encode()).hexdigest()[:12]
    own_data = work / key / "data"
    own_data.mkdir(parents=True, exist_ok=True)
    # the sentences that are reported on are not shown to the training: without dev it keeps the last epoch
    for part, records in ((TRAIN, parts[TRAIN]), (DEV, [])):
        (own_data / f"{part}.json").write_text("".join(f"{record}\n" for record in records), encoding="utf-8", newline="\n")
    return Task(train, dev, folder, replace(settings, data=str(own_data)), digest, work / key)


def digest_of(base: Path) -> str:
    """SHA-256 over the files that make a base: configuration, vocabulary, weights."""
    digest = hashlib.sha256()
    for path in sorted(path for path in base.iterdir() if path.suffix in (".json", ".txt", ".safetensors", ".bin")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def kept(path: Path, make: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """What ``make`` gave the first time."""
    if not path.exists():
        part = path.with_suffix(".part")
        part.write_text(json.dumps(make(), ensure_ascii=False), encoding="utf-8")
        part.rename(path)
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def own_runs(asked: Task, seed: int) -> tuple[dict[str, Answers], dict[str, Any]]:
    """What this project's encoder says, by system, and what is to be told of its training."""
    settings, out = replace(asked.settings, seed=seed), asked.work / f"own_{seed}"
    encoder = own.trained(settings, out)
    said = {
        name: kept(out / f"{kind}.json", lambda tag=tag: {"spans": tag(encoder, asked.texts)})["spans"]  # type: ignore[misc]
        for name, kind, tag in ((OWN, "torch", own.in_torch), (EXPORTED, "onnx", own.in_onnx))
    }
    record = json.loads((out / RECORD).read_text(encoding="utf-8"))
    return said, {"steps": record["steps"], "seconds": record["seconds"]["training"], "versions": record["versions"]}


def plain_run(asked: Task, seed: int) -> tuple[Answers, dict[str, Any]]:
    """The same of the plain classifier."""
    recipe = plain.Recipe(**{name: getattr(asked.settings, name) for name in SHARED}, seed=seed)

    def make() -> dict[str, Any]:
        begin = time.perf_counter()
        found = plain.run(asked.train, asked.texts, asked.base, recipe, asked.work / f"plain_{seed}")
        return {**found, "seconds": round(time.perf_counter() - begin), "versions": {name: version(name) for name in _PACKAGES}}

    found = kept(asked.work / f"plain_{seed}.json", make)
    return found["spans"], {name: found[name] for name in ("steps", "seconds", "versions")}


def compare(asked: Task, seeds: Sequence[int]) -> dict[str, Any]:
    """Train what is not trained yet, with each seed, and count. Gives what the page and the JSON say."""
    answers: dict[str, list[Answers]] = {OWN: [], EXPORTED: [], PLAIN: []}
    trainings: dict[str, list[dict[str, Any]]] = {OWN: [], PLAIN: []}
    for seed in seeds:
        print(f"seed {seed}: {OWN}", flush=True)
        said, told = own_runs(asked, seed)
        for name, spans in said.items():
            answers[name].append(spans)
        trainings[OWN].append(told)
        print(f"seed {seed}: {PLAIN}", flush=True)
        spans, told = plain_run(asked, seed)
        answers[PLAIN].append(spans)
        trainings[PLAIN].append(told)
    labels = asked.settings.labels.entities
    counted = {name: count(asked.dev, runs, labels) for name, runs in answers.items()}
    draws = drawn(len(asked.dev))
    ids = [plain.Characters(asked.base)(text) for text in asked.texts]
    form = json.loads((asked.base / "config.json").read_text(encoding="utf-8"))
    return {
        "data": {
            "sha256": asked.sha256, "train": len(asked.train), "dev": len(asked.dev), "characters": sum(map(len, asked.texts)),
            "overlapping": {TRAIN: overlapping(asked.train), DEV: overlapping(asked.dev)},
        },
        "base": {"sha256": digest_of(asked.base), "layers": form["num_hidden_layers"], "size": form["hidden_size"]},
        "same_ids": own.same_ids(asked.base, asked.texts, ids),
        "settings": {name: getattr(asked.settings, name) for name in (*SHARED, *ONLY_OWN)},
        "seeds": list(seeds),
        "trainings": trainings,
        "figures": {name: as_rows(figures(counts, draws)) for name, counts in counted.items()},
        "by_seed": {name: list(micros(asked.dev, runs, labels)) for name, runs in answers.items()},
        "differences": {name: as_rows(differences(counted[name], counted[PLAIN], draws)) for name in (OWN, EXPORTED)},
    }  # fmt: skip


def micros(dev: Sequence[Sentence], runs: Sequence[Answers], labels: Sequence[str]) -> Iterator[float]:
    """Micro F1 of each run by itself."""
    for run in runs:
        one: Counted = count(dev, [run], labels)
        yield float(one.series(drawn(len(dev), samples=0))[MICRO][0])
