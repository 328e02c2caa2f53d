"""The script that makes the base encoder, on a tiny file of its format."""

from __future__ import annotations

import importlib.util
import json
import struct
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from tests.conftest import ROOT

PIECES = ["<s>", "<pad>", "</s>", "<unk>", "▁", "法", "治", "政府", "a", ",", "ж", "가", "Ⅳ", "𠀀", "I", "<mask>"]
NORMAL = {"，": ",", "Ⅷ": "VIII", "Ⅳ": "IV", "㍿": "株式会社", "Ａ": "a", "①": "가", "㏇": "I.", "\u200b": ""}
WIDE, INNER, SPARE = 32, 64, 3
ROWS = len(PIECES) + SPARE


@pytest.fixture(scope="module")
def make() -> ModuleType:
    spec = importlib.util.spec_from_file_location("base_make", ROOT / "training" / "base" / "make.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def quantised(rng, *shape):
    """Bytes of Q4 blocks and what they say, worked out weight by weight."""
    raw, values = b"", []
    for _ in range(int(np.prod(shape)) // 32):
        scale, weights = np.float16(rng.normal()), rng.integers(0, 16, 32)
        raw += scale.tobytes() + bytes(int(weights[j]) | int(weights[j + 16]) << 4 for j in range(16))
        values += [(int(w) - 8) * float(scale) for w in weights]
    return raw, np.array(values, dtype=np.float32).reshape(shape)


def plain(rng, *shape):
    values = rng.normal(size=shape).astype("<f4")
    return values.tobytes(), values


def tensors(layers=2):
    """Name to kind, bytes and values."""
    rng = np.random.default_rng(0)
    out = {"emb.word": (1, *quantised(rng, ROWS, WIDE)), "emb.pos": (0, *plain(rng, 8, WIDE)), "emb.type": (0, *plain(rng, 2, WIDE))}
    out |= {f"emb.ln.{end}": (0, *plain(rng, WIDE)) for end in "wb"}
    matrices = {"q": (WIDE, WIDE), "k": (WIDE, WIDE), "v": (WIDE, WIDE), "ao": (WIDE, WIDE), "fi": (INNER, WIDE), "fo": (WIDE, INNER)}
    for layer in range(layers):
        for part, shape in matrices.items():
            out[f"l{layer}.{part}.w"] = (1, *quantised(rng, *shape))
            out[f"l{layer}.{part}.b"] = (0, *plain(rng, shape[0]))
        out |= {f"l{layer}.{part}.{end}": (0, *plain(rng, WIDE)) for part in ("aln", "oln") for end in "wb"}
    return out


def packed_bytes(content, *, magic=b"E5S1", version=1, pieces=PIECES, shift=0):
    """A file of the format; `shift` moves the offset of the last tensor."""
    encoded = [piece.encode() for piece in pieces]
    offsets = np.cumsum([0, *map(len, encoded)]).astype("<u4")
    normal = b"".join(struct.pack(f"<IB{len(form)}I", ord(c), len(form), *map(ord, form)) for c, form in NORMAL.items())
    head = struct.pack("<4sI7ifi", magic, version, WIDE, 2, 2, INNER, ROWS, 8, 2, 1e-12, 32)
    head += struct.pack("<5iQ", len(pieces), 0, 2, 1, 3, int(offsets[-1])) + offsets.tobytes()
    head += np.arange(len(pieces), dtype="<f4").tobytes() + b"".join(encoded)
    head += struct.pack("<iI", len(NORMAL), len(normal)) + normal
    at = len(head) + 4 + sum(2 + len(name) + 21 for name in content)
    directory, body = struct.pack("<i", len(content)), b""
    for k, (name, (kind, raw, values)) in enumerate(content.items(), 1):
        place = at + len(body) + (shift if k == len(content) else 0)
        directory += struct.pack("<H", len(name)) + name.encode() + struct.pack("<BIQQ", kind, values.size, place, len(raw))
        body += raw
    return head + directory + body


@pytest.fixture
def write(tmp_path):
    def write(data: bytes) -> Path:
        path = tmp_path / "weights.bin"
        path.write_bytes(data)
        return path

    return write


def test_every_tensor_comes_back_exactly(make, write):
    content = tensors()
    packed = make.read_packed(write(packed_bytes(content)))
    for name, (_, _, values) in content.items():
        np.testing.assert_array_equal(packed.tensor(name, values.shape), values)
    np.testing.assert_array_equal(packed.tensor("emb.word", (ROWS, WIDE), np.array([5, 0, 18])), content["emb.word"][2][[5, 0, 18]])
    assert packed.pieces == PIECES
    assert packed.normal == NORMAL
    assert (packed.bos, packed.eos, packed.pad, packed.unk) == (0, 2, 1, 3)
    assert (packed.sizes.eps, packed.sizes.inner) == (1e-12, INNER)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"magic": b"E5S2"}, "begins with b'E5S2'"),
        ({"version": 2}, "version 2"),
        ({"shift": 1}, "tensor l1.oln.b ends at byte"),
        ({"pieces": PIECES * 2}, "32 pieces"),
    ],
)
def test_other_files_are_refused(make, write, options, message):
    with pytest.raises(make.FormatError, match=message):
        make.read_packed(write(packed_bytes(tensors(), **options)))


def test_a_file_cut_off_anywhere_is_refused(make, write):
    data = packed_bytes(tensors())
    for size in [*range(0, 1500, 7), len(data) // 2, len(data) - 1]:
        with pytest.raises(make.FormatError, match=r"begins with|the file has"):
            make.read_packed(write(data[:size]))


def test_missing_and_misshapen_tensors_are_named(make, write):
    content = tensors()
    content["l0.k.w"] = content["l0.fi.w"]
    del content["emb.pos"]
    packed = make.read_packed(write(packed_bytes(content)))
    with pytest.raises(make.FormatError, match=r"no tensor emb\.pos"):
        make.bert_weights(packed, [0], 1)
    with pytest.raises(make.FormatError, match=r"l0\.k\.w has 2048 values, not 32 × 32"):
        packed.tensor("l0.k.w", (WIDE, WIDE))


def test_main_tells_file_and_reason(make, write, monkeypatch, tmp_path):
    path = write(b"PK\x03\x04")
    monkeypatch.setattr(sys, "argv", ["make.py", "--weights", str(path), "--out", str(tmp_path / "out")])
    with pytest.raises(SystemExit, match=r"weights\.bin: it begins with"):
        make.main()
    assert not (tmp_path / "out").exists()


def test_vocabulary_takes_single_characters_of_the_ranges_by_code_point(make, write):
    vocabulary = make.select_vocabulary(make.read_packed(write(packed_bytes(tensors()))))
    assert list(vocabulary) == ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", " ", ",", "I", "a", "Ⅳ", "治", "法", "𠀀"]
    assert [PIECES[k] for k in vocabulary.values()] == ["<pad>", "<unk>", "<s>", "</s>", "<mask>", "▁", ",", "I", "a", "Ⅳ", "治", "法", "𠀀"]


def test_aliases_are_first_characters_and_never_replace_a_token(make, write):
    packed = make.read_packed(write(packed_bytes(tensors())))
    assert make.select_aliases(packed, make.select_vocabulary(packed)) == {"，": ",", "Ａ": "a", "㏇": "I"}


def test_first_layers_with_the_pieces_asked_for(make, write):
    content = tensors()
    packed = make.read_packed(write(packed_bytes(content)))
    weights = make.bert_weights(packed, [5, 3], 1)
    assert len(weights) == 5 + 16
    np.testing.assert_array_equal(weights["embeddings.word_embeddings.weight"], content["emb.word"][2][[5, 3]])
    np.testing.assert_array_equal(weights["encoder.layer.0.output.dense.weight"], content["l0.fo.w"][2])
    np.testing.assert_array_equal(weights["encoder.layer.0.attention.self.value.bias"], content["l0.v.b"][2])
    np.testing.assert_array_equal(weights["encoder.layer.0.attention.output.LayerNorm.weight"], content["l0.aln.w"][2])
    with pytest.raises(make.FormatError, match="3 layers asked for; the file has 2"):
        make.bert_weights(packed, [5], 3)


def test_folder_loads_as_a_bert_model(make, write, tmp_path):
    pytest.importorskip("safetensors")
    torch, transformers = pytest.importorskip("torch"), pytest.importorskip("transformers")
    content = tensors()
    assert make.make(write(packed_bytes(content)), tmp_path / "out", layers=1) == 13
    model, loading = transformers.BertModel.from_pretrained(tmp_path / "out", add_pooling_layer=False, output_loading_info=True)
    assert not any(loading[key] for key in ("missing_keys", "unexpected_keys", "mismatched_keys"))
    assert torch.equal(model.state_dict()["encoder.layer.0.intermediate.dense.weight"].float(), torch.from_numpy(content["l0.fi.w"][2]).half().float())
    tokens = json.loads((tmp_path / "out" / "vocab.json").read_text(encoding="utf-8"))
    assert len(tokens) == model.config.vocab_size == 13
    assert json.loads((tmp_path / "out" / "normalize.json").read_text(encoding="utf-8"))["，"] == ","
