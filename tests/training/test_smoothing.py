import numpy as np
import pytest

onnx = pytest.importorskip("onnx")
ort = pytest.importorskip("onnxruntime")

from fazhi_nlp.training.smoothing import smooth  # noqa: E402

RNG = np.random.default_rng(0)
FIRST, SECOND, HEADS = (RNG.normal(size=shape).astype(np.float32) for shape in ((4, 6), (6, 3), (2, 3, 5)))


def graph():
    """x W1 |.| W2, then two heads that read one tensor."""
    made = onnx.helper
    nodes = [
        made.make_node("MatMul", ["x", "w1"], ["a"], name="first"),
        made.make_node("Abs", ["a"], ["b"]),
        made.make_node("MatMul", ["b", "w2"], ["c"], name="second"),
        made.make_node("MatMul", ["c", "h0"], ["out0"], name="head0"),
        made.make_node("MatMul", ["c", "h1"], ["out1"], name="head1"),
    ]
    matrices = {"w1": FIRST, "w2": SECOND, "h0": HEADS[0], "h1": HEADS[1]}
    floats = onnx.TensorProto.FLOAT
    out = made.make_graph(
        [made.make_node("Gather", ["table", "input_ids"], ["x"]), *nodes],
        "g",
        [made.make_tensor_value_info("input_ids", onnx.TensorProto.INT64, ["rows", "tokens"])],
        [made.make_tensor_value_info(name, floats, None) for name in ("out0", "out1")],
        [onnx.numpy_helper.from_array(value, name) for name, value in {**matrices, "table": table()}.items()],
    )
    return made.make_model(out, opset_imports=[made.make_opsetid("", 17)], ir_version=8)


def table():
    """Embeddings of ten tokens; the second channel is large, that of token 9 (never read) huge."""
    found = np.random.default_rng(1).normal(size=(10, 4)).astype(np.float32)
    found[:, 1] *= 50
    found[9] = 1e6
    return found


def run(model, ids):
    return ort.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"]).run(None, {"input_ids": ids})


def test_the_same_is_computed_from_levelled_activations():
    ids = np.array([[1, 2, 3], [4, 5, 9]])
    batch = {"input_ids": ids, "attention_mask": np.array([[1, 1, 1], [1, 1, 0]])}
    plain, changed = graph(), graph()
    smooth(changed, [batch])
    read = ids[:, :2]
    for before, after in zip(run(plain, read), run(changed, read), strict=True):
        assert np.allclose(before, after, rtol=1e-4, atol=1e-4)
    scaled = [node for node in changed.graph.node if node.op_type == "Mul"]
    # both layers are levelled, the heads that share a tensor are not
    assert [node.output[0] for node in scaled] == [node.input[0] for node in changed.graph.node if node.name in ("first", "second")]
    scale = next(onnx.numpy_helper.to_array(t) for t in changed.graph.initializer if t.name == scaled[0].input[1])
    before = np.abs(table()[ids[batch["attention_mask"] == 1]]).max(axis=0)
    after = before * scale
    assert before.max() / before.min() > 5 * after.max() / after.min()
