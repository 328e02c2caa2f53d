"""The arithmetic floor: how many multiply-adds the encoder needs, and how many the machine does in a second."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from benchmarks.speed.machine import usable_cores
from benchmarks.speed.plan import Form

LAYERS, ATTENTION, HEADS = "matrices of the layers", "attention between tokens", "heads"
_PRODUCTS = ("Attention", "QAttention", "MatMul", "MatMulInteger", "Gemm")
_POOL, _POOLED = "model.pool.", "model.section."
"""Weights that a window meets once; all others meet each of its tokens."""
_OPSET, _IR = 17, 8


def read_form(path: Path) -> Form:
    """The sizes of an exported encoder, from the weights of its products. Raises ValueError for a file that is no export of `fazhi_nlp.training.export`."""
    import onnx

    graph = onnx.load(path).graph
    sizes = {tensor.name: tuple(tensor.dims) for tensor in graph.initializer if len(tensor.dims) == 2}
    products = [(node.op_type, node.input[1]) for node in graph.node if node.op_type in _PRODUCTS and node.input[1] in sizes]
    attention = [sizes[name] for kind, name in products if kind.endswith("Attention")]
    tokens = [sizes[name] for _, name in products if not name.startswith((_POOL, _POOLED))]
    hidden = attention[0][0] if attention else 0
    wide = [inner for inner, _ in tokens if inner != hidden]
    if not attention or not wide:
        raise ValueError(f"{path.name} is no encoder of this library")
    layers, intermediate = len(attention), wide[0]
    tagged = sum(inner * columns for inner, columns in tokens) // hidden - layers * (4 * hidden + 2 * intermediate)
    pooled = sum(math.prod(sizes[name]) for _, name in products if name.startswith(_POOLED)) // hidden
    return Form(layers, hidden, intermediate, pooled, tagged)


def is_int8(path: Path) -> bool:
    """Whether an ONNX file multiplies in int8."""
    import onnx

    return any(node.op_type == "MatMulInteger" for node in onnx.load(path).graph.node)


def multiply_adds(form: Form, lengths: Sequence[int]) -> dict[str, int]:
    """Multiply-adds of the matrix products for windows of these lengths, padding left out.

    A token costs 4 h² in the attention's matrices and 2 h i in the two that follow it, in each layer; a window of n tokens 2 n² h for its scores and
    their use (h: hidden size, i: intermediate size). Sums, normalisations and look-ups are not counted.
    """
    tokens, rows = sum(lengths), len(lengths)
    layer = 4 * form.hidden**2 + 2 * form.hidden * form.intermediate
    return {
        LAYERS: form.layers * layer * tokens,
        ATTENTION: form.layers * 2 * form.hidden * sum(n * n for n in lengths),
        HEADS: form.hidden * (form.tagged * tokens + (form.hidden + form.pooled) * rows),
    }


def product(precision: str, rows: int, inner: int, columns: int) -> Callable[[], object]:
    """A product of matrices ``(rows, inner)`` and ``(inner, columns)``, ready to be done: int8 and fp32 by ONNX Runtime (int8 as in the encoder: unsigned by
    signed, the second matrix constant), bf16 by torch."""
    rng = np.random.default_rng(0)
    if precision == "bf16":
        import torch

        first, second = (torch.from_numpy(rng.standard_normal(shape, dtype=np.float32)).bfloat16() for shape in ((rows, inner), (inner, columns)))
        return lambda: torch.matmul(first, second)
    if precision == "int8":
        return _by_onnx("MatMulInteger", rng.integers(0, 256, (rows, inner), dtype=np.uint8), rng.integers(-127, 128, (inner, columns), dtype=np.int8))
    return _by_onnx("MatMul", rng.standard_normal((rows, inner), dtype=np.float32), rng.standard_normal((inner, columns), dtype=np.float32))


def _by_onnx(operator: str, first: np.ndarray, second: np.ndarray) -> Callable[[], Any]:
    import onnxruntime
    from onnx import TensorProto, helper, numpy_helper

    kinds = {np.dtype(np.uint8): TensorProto.UINT8, np.dtype(np.float32): TensorProto.FLOAT}
    given = TensorProto.INT32 if operator == "MatMulInteger" else TensorProto.FLOAT
    graph = helper.make_graph(
        [helper.make_node(operator, ["a", "b"], ["c"])],
        "product",
        [helper.make_tensor_value_info("a", kinds[first.dtype], first.shape)],
        [helper.make_tensor_value_info("c", given, (first.shape[0], second.shape[1]))],
        [numpy_helper.from_array(second, "b")],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", _OPSET)], ir_version=_IR)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = usable_cores()
    session = onnxruntime.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])
    return lambda: session.run(None, {"a": first})[0]
