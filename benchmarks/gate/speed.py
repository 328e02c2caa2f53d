"""How long a pipeline takes, in units of a fixed piece of work that is done in turns with it.

Seconds of one machine say nothing on another, and little on one whose cores are shared. A ratio of processor times of the same process does, if the
fixed work is of the kind that the pipeline does. The rules are Python: their unit is a plain loop. Four fifths of the model's time are int8 products in
ONNX Runtime, so its unit is that loop and such products, in that proportion: a processor with faster int8 arithmetic speeds both. The ratio of model to
rules was tried and left: it is the speed of int8 arithmetic over that of the interpreter, which is another on every processor, and work on the rules
moves it as well.

One thread, for threads that wait for each other burn processor time; the shortest of some rounds, for what disturbs only adds. So measured, the ratios of
runs on two cores that others kept busy lay within 6 % of their mean; a pipeline may take `FACTOR` times as long before the gate fails. Creeping cost below
that is for the speed benchmark.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal

import numpy as np
from spacy.language import Language

from fazhi_nlp.core.errors import require
from fazhi_nlp.encoder.backends import OnnxBackend
from fazhi_nlp.encoder.model import ONNX_FILE
from fazhi_nlp.pipeline import analyze

FACTOR = 1.5
"""More than so many times the ratio that is checked in is too slow."""
NOISE = 1.15
"""Ratios that differ by less are not told apart."""
ROUNDS = 5
_ENCODER = "fazhi_bert"
_TURNS = 120_000
_TOKENS, _WIDTH, _WIDE, _LAYERS, _RUNS = 512, 312, 1248, 4, 20
"""The products are those of the feed-forward layers of a small BERT; the runs are as many as keep the proportion to the loop."""

Work = Callable[[], object]
Verdict = Literal["slower", "same", "faster"]


def ratios(pipelines: Mapping[str, Language], texts: Sequence[str], *, rounds: int = ROUNDS) -> dict[str, float]:
    """The time of each pipeline over the texts, from text to `Report`, in units of its reference work.

    Encoders run in ONNX Runtime on one thread from here on. Raises MissingExtraError (E002) without the extra ``train`` where there is an encoder.
    """
    encoded = [name for name, nlp in pipelines.items() if nlp.has_pipe(_ENCODER)]
    works: list[Work] = [loop]
    if encoded:
        works.append(products())
    for name in encoded:
        encoder: Any = pipelines[name].get_pipe(_ENCODER)
        encoder.encoder._backend = OnnxBackend(encoder.encoder.folder / ONNX_FILE, threads=1)
    works += [_over(nlp, texts) for nlp in pipelines.values()]
    times = seconds(works, rounds=rounds)
    own = dict(zip(pipelines, times[-len(pipelines) :], strict=True))
    return {name: round(spent / (sum(times[:2]) if name in encoded else times[0]), 2) for name, spent in own.items()}


def seconds(works: Sequence[Work], *, rounds: int) -> list[float]:
    """Processor seconds of each piece of work: the shortest of some rounds, in which they take turns, after one that warms up."""
    best = [float("inf")] * len(works)
    for work in works:
        work()
    # what the collector costs grows with everything else that the process holds
    gc.collect()
    gc.disable()
    try:
        for _ in range(rounds):
            for number, work in enumerate(works):
                begin = time.process_time()
                work()
                best[number] = min(best[number], time.process_time() - begin)
    finally:
        gc.enable()
    return best


def verdict(before: float, now: float) -> Verdict:
    """Whether a ratio left the range of `FACTOR` around the one that is checked in."""
    return "slower" if now > before * FACTOR else "faster" if now * FACTOR < before else "same"


def settled(before: float | None, now: float) -> float:
    """The ratio to check in: the old one where the new one differs by noise only, so that it does not flicker, and small losses add up against it."""
    return before if before is not None and before / NOISE < now < before * NOISE else now


def loop() -> int:
    """What an interpreter does all day: numbers, a table, strings."""
    table: dict[int, int] = {}
    length = 0
    for number in range(_TURNS):
        key = number * 2654435761 & 1023
        table[key] = table.get(key, 0) + number
        length += len(str(number))
    return length


def products() -> Work:
    """Products of int8 matrices as ONNX Runtime does them in a quantised encoder, on one thread. Raises MissingExtraError (E002) without ``onnx``."""
    onnx: Any = require("onnx", extra="train")
    make, rng = onnx.helper.make_node, np.random.default_rng(0)
    tensors = [onnx.numpy_helper.from_array(np.float32(1e-4), "scale")]
    nodes, last = [], "x"
    for k in range(2 * _LAYERS):
        shape = (_WIDTH, _WIDE) if k % 2 == 0 else (_WIDE, _WIDTH)
        tensors.append(onnx.numpy_helper.from_array(rng.integers(-127, 128, shape, dtype=np.int8), f"weights{k}"))
        nodes += [
            make("DynamicQuantizeLinear", [last], [f"int{k}", f"scale{k}", f"zero{k}"]),
            make("MatMulInteger", [f"int{k}", f"weights{k}", f"zero{k}"], [f"product{k}"]),
            make("Cast", [f"product{k}"], [f"float{k}"], to=onnx.TensorProto.FLOAT),
            make("Mul", [f"scale{k}", "scale"], [f"both{k}"]),
            make("Mul", [f"float{k}", f"both{k}"], [f"scaled{k}"]),
            make("Tanh", [f"scaled{k}"], [f"x{k}"]),
        ]
        last = f"x{k}"
    ends = [onnx.helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, ["tokens", _WIDTH]) for name in ("x", last)]
    graph = onnx.helper.make_graph(nodes, "products", ends[:1], ends[1:], tensors)
    # the versions that the exporter of the encoder writes, which every ONNX Runtime that the library takes can read
    model = onnx.helper.make_model(graph, opset_imports=[onnx.helper.make_opsetid("", 17)], ir_version=8)
    backend = OnnxBackend(model.SerializeToString(), threads=1)
    tokens = {"x": rng.standard_normal((_TOKENS, _WIDTH), dtype=np.float32)}

    def run() -> None:
        for _ in range(_RUNS):
            backend(tokens)

    return run


def _over(nlp: Language, texts: Sequence[str]) -> Work:
    def run() -> None:
        for text in texts:
            analyze(text, nlp=nlp)

    return run
