"""One run: everything measured, as plain data."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from benchmarks.speed import growth, startup
from benchmarks.speed.backends import Load, agreement, all_backends, encoder_of, load_of, windows_of
from benchmarks.speed.figures import row_of
from benchmarks.speed.floor import is_int8, multiply_adds, product, read_form
from benchmarks.speed.keys import BASE, BATCH, BIG, BUDGET, ENCODER, INT8, MODEL, OWN, PIPELINE, PRECISIONS, RATE, RULES, SPACY, STAGE, TORCH_FP32
from benchmarks.speed.machine import Others, describe, versions
from benchmarks.speed.measure import RARE, SELDOM, Work, take_turns, whole
from benchmarks.speed.operators import profile
from benchmarks.speed.peers import bert_base, spacy_pipeline
from benchmarks.speed.plan import DOCUMENTS, SPLIT, Form, Plan, dev_texts, document, read_by
from benchmarks.speed.stages import staged, watch
from spacy.language import Language

import fazhi_nlp
from fazhi_nlp.about import SHIPPED
from fazhi_nlp.encoder.backends import Backend
from fazhi_nlp.encoder.model import ONNX_FILE
from fazhi_nlp.encoder.windows import TOKEN_BUDGET
from fazhi_nlp.pipeline import producer


def measure_speed(plan: Plan, *, model: Path | None, weights: Path | None, base: bool, say: Callable[[str], object]) -> dict[str, Any]:
    """Measure a pipeline.

    model: its folder, None for the shipped one. weights: folder of the torch weights of its encoder, None for no torch rows. base: whether a BERT-base runs
    beside it. say: is told how far it is. Raises ValueError for a pipeline without an encoder in int8.
    """
    others, machine, texts = Others(), describe(), dev_texts()
    nlp = fazhi_nlp.load(model)
    encoder = encoder_of(nlp)
    onnx = encoder.folder / ONNX_FILE
    if not onnx.exists() or not is_int8(onnx):
        raise ValueError("the pipeline's encoder is not in ONNX with int8 weights")
    name = str(model.resolve()) if model else SHIPPED
    form, peer, peer_sizes = read_form(onnx), *spacy_pipeline()
    rows = windows_of(nlp, texts[: plan.reports])
    # those of the first reports stand first
    few = windows_of(nlp, texts[: plan.encoder_reports])
    loads = {budget: load_of(rows, encoder.vocabulary.pad, budget=budget) for budget in plan.budgets}
    load = load_of(few, encoder.vocabulary.pad)
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        first = startup.save_texts(startup.FIRST, texts[:1], work)
        say("export")
        own = all_backends(encoder.folder, weights, work)
        large = replace(plan.base, pooled=form.pooled, tagged=form.tagged)
        beside = bert_base(large, plan.base_heads, load, work) if base else {}
        watched = watch(encoder)
        works = [
            *pipelines(nlp, fazhi_nlp.load(RULES), peer, texts, plan),
            Work(lambda: _under(STAGE, staged(nlp, texts[: plan.reports], batch_size=DOCUMENTS, watched=watched)), read_by(texts[: plan.reports])),
            *encoders(ENCODER, own, load),
            *encoders(BASE, beside, load, every=RARE),
            *(Work(whole(f"{BUDGET}/{budget}", _reading(own[INT8], one)), one.to_dict(), every=SELDOM) for budget, one in loads.items()),
            *rates(form, plan),
            *growth.works(nlp, watched, texts, plan),
            *startup.works(name, first),
        ]
        say(f"{len(works)} works")
        measured = take_turns(works, plan.rounds, say=say)
        found = {part: row_of(one) for part, one in measured.items()}
        say("memory")
        made_by = producer(nlp)
        return {
            "machine": machine | {"others": others.cores()},
            "versions": versions(),
            "model": {"name": made_by.model, "sha256": made_by.model_sha256, "mebibytes": onnx.stat().st_size / 2**20},
            "texts": {"split": SPLIT, **read_by(texts)},
            "plan": asdict(plan),
            "defaults": {"documents": DOCUMENTS, "tokens": TOKEN_BUDGET, "backend": INT8},
            "spacy": peer_sizes,
            "encoder": {
                "form": asdict(form),
                "load": load.to_dict(),
                "multiply_adds": multiply_adds(form, load.lengths),
                "agreement": agreement(own[INT8], own[TORCH_FP32], load) if weights else None,
            },
            "base": {"form": asdict(large), "multiply_adds": multiply_adds(large, load.lengths)} if base else None,
            "rows": found,
            "operators": profile(onnx, load, work),
            "growth": growth.exponents(found, plan),
            "memory": startup.memory(name, [first, *_larger(texts, plan, work)]),
        }


def pipelines(nlp: Language, rules: Language, peer: Language, texts: Sequence[str], plan: Plan) -> list[Work]:
    """The whole pipeline, the rules, spaCy's own; the whole pipeline with each number of documents a batch."""
    chosen, more = texts[: plan.reports], texts[: plan.batch_reports]
    actions = {MODEL: growth.analysis(nlp, chosen), RULES: growth.analysis(rules, chosen), SPACY: lambda: list(peer.pipe(chosen, batch_size=DOCUMENTS))}
    out = [Work(whole(f"{PIPELINE}/{name}", action), read_by(chosen)) for name, action in actions.items()]
    for count in plan.documents:
        out.append(Work(whole(f"{BATCH}/{count}", growth.analysis(nlp, more, batch_size=count)), read_by(more), every=RARE, warm=False))
    return out


def encoders(prefix: str, backends: dict[str, Backend], load: Load, *, every: int = 1) -> list[Work]:
    """Each backend on the same batches."""
    return [Work(whole(f"{prefix}/{name}", _reading(backend, load)), load.to_dict(), every=every) for name, backend in backends.items()]


def _reading(backend: Backend, load: Load) -> Callable[[], None]:
    return lambda: load.run(backend)


def rates(form: Form, plan: Plan) -> list[Work]:
    """Products of big matrices and of matrices in the shape of the encoder's widest layer, in each precision."""
    out = []
    for precision in PRECISIONS:
        for shape, (rows, inner, columns) in {BIG: (plan.matrix,) * 3, OWN: (TOKEN_BUDGET, form.hidden, form.intermediate)}.items():
            once = rows * inner * columns
            repeats = max(1, round(plan.products / once))
            action = product(precision, rows, inner, columns)
            out.append(Work(whole(f"{RATE}/{precision}/{shape}", action, times=repeats), {"multiply_adds": once * repeats}))
    return out


def _under(prefix: str, parts: Any) -> dict[str, Any]:
    return {f"{prefix}/{name}": spent for name, spent in parts.items()}


def _larger(texts: Sequence[str], plan: Plan, work: Path) -> list[Path]:
    """The texts for the memory: some reports, then the longest document."""
    longest = max(plan.lengths)
    some = startup.save_texts(f"{plan.batch_reports} reports", texts[: plan.batch_reports], work)
    return [some, startup.save_texts(f"document of {longest:,} characters", [document(texts, longest)], work)]
