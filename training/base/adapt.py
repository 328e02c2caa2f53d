"""Adapt the base encoder to official Chinese by masked-language modelling.

    python training/base/adapt.py --base ENCODER --text domain_text.txt.xz --text training/corpus --out models/base --hours 2

Spans of 1 to 4 characters are masked, 18 % of all (the scheme of SpanBERT, Joshi et al. 2020, with shorter spans, since one token is one character).
AdamW in bf16; the rate warms up, stays, and falls to nothing in the last fifth of the time given (warm-up, stable, decay: Hu et al. 2024, MiniCPM), so
that a run can be made longer later: a checkpoint lies in ``--work``, and ``before_decay.pt`` beside it, renamed to ``checkpoint.pt``, goes on with more
``--hours``. A hundredth of the lines is held out; loss and accuracy on it go to ``adaptation.tsv`` beside the weights.
"""

from __future__ import annotations

import argparse
import json
import lzma
import re
import time
from pathlib import Path
from zlib import crc32

import numpy as np
import torch
from safetensors.torch import load_file, save_file
from torch.nn.functional import cross_entropy
from transformers import BertConfig, BertForMaskedLM

LENGTH, BATCH = 160, 32
RATE, WARM_UP, DECAY = 5e-4, 400, 0.2
SHARE, LONGEST_SPAN = 0.18, 4
EVERY = 250
HELD_OUT = 100
PAD, UNKNOWN, CLS, SEP, MASK = range(5)


def read_lines(paths: list[Path]) -> list[str]:
    """Non-blank lines of text files (also .xz) and of folders of gold reports, markup removed; folders without what ``split.tsv`` keeps for dev and test."""
    out: list[str] = []
    for path in paths:
        if path.is_dir():
            rows = [line.split("\t") for line in (path / "split.tsv").read_text(encoding="utf-8").splitlines()[1:]]
            for row in rows:
                if row[3] == "train":
                    text = re.sub(r"</?[A-Z]+\d?(?: [^>]*)?>", "", (path / f"{row[0]}.txt").read_text(encoding="utf-8"))
                    out += [re.sub(r"^\[[^\]]*\] ?", "", line) for line in text.splitlines()]
        else:
            with lzma.open(path, "rt", encoding="utf-8") if path.suffix == ".xz" else path.open(encoding="utf-8") as file:
                out += file.read().splitlines()
    return [line.strip() for line in out if line.strip()]


def encode(lines: list[str], vocabulary: dict[str, int], alias: dict[str, str]) -> np.ndarray:
    """Token ids of the lines packed into rows of LENGTH, [CLS] at the head of each, [SEP] between lines. *Shape:* ``(rows, LENGTH)``, uint16."""
    table = {**{c: vocabulary[a] for c, a in alias.items() if a in vocabulary}, **{t: k for t, k in vocabulary.items() if len(t) == 1}}
    stream: list[int] = []
    for line in lines:
        stream += [table.get(c, UNKNOWN) for c in line]
        stream.append(SEP)
    width = LENGTH - 1
    rows = np.array(stream[: len(stream) // width * width], dtype=np.uint16).reshape(-1, width)
    return np.hstack([np.full((len(rows), 1), CLS, dtype=np.uint16), rows])


def mask(rows: np.ndarray, rng: np.random.Generator, size: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Inputs with masked spans, and labels (-100 where nothing is asked). *Shape:* both ``(batch, LENGTH)``, int64."""
    ids = rows.astype(np.int64)
    chosen = np.zeros(ids.shape, dtype=bool)
    mean = (1 + LONGEST_SPAN) / 2
    starts = rng.random(ids.shape) < SHARE / mean
    lengths = rng.integers(1, LONGEST_SPAN + 1, ids.shape)
    for offset in range(LONGEST_SPAN):
        here = starts & (lengths > offset)
        chosen[:, offset:] |= here[:, : ids.shape[1] - offset]
    chosen &= ids > MASK
    labels = np.where(chosen, ids, -100)
    dice = rng.random(ids.shape)
    ids[chosen & (dice < 0.8)] = MASK
    random = chosen & (dice >= 0.9)
    ids[random] = rng.integers(MASK + 1, size, int(random.sum()))
    return torch.from_numpy(ids), torch.from_numpy(labels)


def forward(model: BertForMaskedLM, ids: torch.Tensor, labels: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Loss, and hits at the masked places. The vocabulary projection runs at the masked places only: it costs as much as the encoder."""
    with torch.autocast("cpu", dtype=torch.bfloat16):
        hidden = model.bert(input_ids=ids).last_hidden_state
        asked = labels >= 0
        logits = model.cls(hidden[asked])
    wanted = labels[asked]
    return cross_entropy(logits.float(), wanted), (logits.argmax(-1) == wanted).float()


@torch.no_grad()
def held_out_figures(model: BertForMaskedLM, rows: np.ndarray, size: int) -> tuple[float, float]:
    """Loss and accuracy on held-out rows, with the same masks each time."""
    model.eval()
    rng, losses, hits = np.random.default_rng(1), [], []
    for start in range(0, len(rows), BATCH):
        loss, hit = forward(model, *mask(rows[start : start + BATCH], rng, size))
        losses.append(float(loss))
        hits.append(hit)
    model.train()
    return float(np.mean(losses)), float(torch.cat(hits).mean())


def main() -> None:
    """Train for the hours given, then write the encoder in 16 bit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--text", type=Path, action="append", required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True, help="folder of the checkpoint")
    parser.add_argument("--hours", type=float, default=2.0)
    parser.add_argument("--threads", type=int, default=2)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    torch.manual_seed(0)
    args.work.mkdir(parents=True, exist_ok=True)
    vocabulary = json.loads((args.base / "vocab.json").read_text(encoding="utf-8"))
    vocabulary = {token: k for k, token in enumerate(vocabulary)} if isinstance(vocabulary, list) else vocabulary
    alias = json.loads((args.base / "normalize.json").read_text(encoding="utf-8"))
    lines = read_lines(args.text)
    np.random.default_rng(0).shuffle(lines)
    # by the line itself, so that a line stays where it is when others come
    held, train = (encode([line for line in lines if (crc32(line.encode()) % HELD_OUT == 0) == kept], vocabulary, alias) for kept in (True, False))
    held = held[:256]
    config = BertConfig.from_pretrained(args.base, hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0)
    config._attn_implementation = "eager"  # the fused attention's backward pass is four times as slow on a CPU
    model = BertForMaskedLM(config)
    weights = {key.removeprefix("bert."): value.float() for key, value in load_file(args.base / "model.safetensors").items()}
    missing = model.bert.load_state_dict(weights, strict=False)
    if missing.unexpected_keys or [k for k in missing.missing_keys if "position_ids" not in k]:
        raise SystemExit(f"the base does not fit: {missing}")
    model.tie_weights()
    decayed = [p for p in model.parameters() if p.ndim > 1]
    others = [p for p in model.parameters() if p.ndim <= 1]
    optimizer = torch.optim.AdamW([{"params": decayed, "weight_decay": 0.01}, {"params": others, "weight_decay": 0.0}], lr=RATE, betas=(0.9, 0.98))
    step, spent, log = 0, 0.0, ["step\ttokens\thours\trate\tloss\taccuracy"]
    state = args.work / "checkpoint.pt"
    if state.exists():
        saved = torch.load(state, weights_only=True)
        model.load_state_dict(saved["model"])
        optimizer.load_state_dict(saved["optimizer"])
        step, spent, log = saved["step"], saved["spent"], saved["log"]
    print(f"{len(train)} rows to train on, {len(held)} held out, from step {step}", flush=True)

    def save(rate: float) -> None:
        loss, accuracy = held_out_figures(model, held, len(vocabulary))
        log.append(f"{step}\t{step * BATCH * LENGTH}\t{spent / 3600:.3f}\t{rate:.2e}\t{loss:.4f}\t{accuracy:.4f}")
        print(log[-1], flush=True)
        torch.save({"model": model.state_dict(), "optimizer": optimizer.state_dict(), "step": step, "spent": spent, "log": log}, state.with_suffix(".new"))
        state.with_suffix(".new").rename(state)

    if step == 0:
        save(0.0)
    total, batches, order = args.hours * 3600, len(train) // BATCH, (-1, np.zeros(0, dtype=np.int64))
    model.train()
    while spent < total:
        begin = time.perf_counter()
        rng = np.random.default_rng(step + 17)
        if order[0] != step // batches:
            order = (step // batches, np.random.default_rng(step // batches).permutation(len(train)))
        batch = train[order[1][step % batches * BATCH :][:BATCH]]
        rate = RATE * min(1.0, (step + 1) / WARM_UP, max(0.02, (1 - spent / total) / DECAY))
        for group in optimizer.param_groups:
            group["lr"] = rate
        loss, _ = forward(model, *mask(batch, rng, len(vocabulary)))
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        step += 1
        spent += time.perf_counter() - begin
        if step % EVERY == 0:
            save(rate)
            if spent < total * (1 - DECAY):
                (args.work / "before_decay.pt").write_bytes(state.read_bytes())
    save(0.0)
    args.out.mkdir(parents=True, exist_ok=True)
    save_file({key: value.half().contiguous() for key, value in model.bert.state_dict().items()}, args.out / "model.safetensors", metadata={"format": "pt"})
    for name in ("config.json", "vocab.json", "normalize.json"):
        (args.out / name).write_bytes((args.base / name).read_bytes())
    (args.out / "adaptation.tsv").write_text("\n".join(log) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
