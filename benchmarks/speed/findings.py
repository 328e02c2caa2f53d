"""What the figures say, in sentences: what is slow, and why where they show it."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.speed.figures import Interval, Row, cores, per_second, times
from benchmarks.speed.keys import ALL, BASE, BATCH, BIG, BUDGET, CORPUS, ENCODER, INT8, LENGTH, MODEL, OWN, PIPELINE, RATE, RULES, SPACY, STAGE, STARTUP
from benchmarks.speed.tables import distance, parts, shown

BUSY = 0.1
"""Cores that others kept busy, from which on the page says that its figures are too low."""
STEEP = 1.05
"""An exponent above this, with its whole interval, is more than in proportion."""


def in_short(found: Row) -> Iterator[str]:
    """The sentences, a list entry each."""
    for part in (_busy, _whole, _stages, _backends, _base, _floor, _batches, _growth, _start):
        yield from (f"- {sentence}" for sentence in part(found))


def _busy(found: Row) -> Iterator[str]:
    others = found["machine"]["others"]
    if others is not None and others > BUSY:
        yield f"**Other programs kept {others:.1f} of {found['machine']['cores']} cores busy during the run: rates are too low, ratios hold better.**"


def _whole(found: Row) -> Iterator[str]:
    rows, texts = parts(found, PIPELINE), found["texts"]
    own = rows[MODEL]
    yield (
        f"The whole pipeline reads {per_second(own, 'characters').value:,.0f} characters or {per_second(own, 'reports').value:.1f} reports (of "
        f"{texts['characters'] / texts['reports']:,.0f} characters) a second. The rules alone are {_compared(times(own, rows[RULES], 'characters'))} that."
    )
    yield (
        f"spaCy's own pipeline, which marks entities and does nothing else, is {_compared(times(own, rows[SPACY], 'characters'))} the whole pipeline, "
        f"with {cores(rows[SPACY]):.1f} cores at work against {cores(own):.1f}."
    )


def _stages(found: Row) -> Iterator[str]:
    rows = parts(found, STAGE)
    whole = rows.pop(ALL)["seconds"]["value"]
    first, second, *_ = sorted(rows, key=lambda name: -rows[name]["seconds"]["value"])
    yield (
        f"Slowest of the stages: `{first}` with {rows[first]['seconds']['value'] / whole:.0%} of the time; then `{second}` with "
        f"{rows[second]['seconds']['value'] / whole:.0%}."
    )


def _backends(found: Row) -> Iterator[str]:
    rows, default = parts(found, ENCODER), found["defaults"]["backend"]
    if len(rows) > 1:
        ratios = {name: times(rows[name], rows[default], "characters") for name in rows if name != default}
        best = min(ratios, key=lambda name: ratios[name].value)
        yield f"The encoder's default, {default}, beside the others: " + "; ".join(f"{n} is {_compared(_inverse(r))} it" for n, r in ratios.items()) + "."
        if ratios[best].high < 1:
            yield f"{best} is the fastest on this machine, not the default."
    share = found["encoder"]["agreement"]
    if share is not None:
        yield f"{INT8} and torch fp32 give {share:.2%} of the tokens the same entity tag."


def _base(found: Row) -> Iterator[str]:
    if found["base"] is None:
        return
    own, large = parts(found, ENCODER), parts(found, BASE)
    need = sum(found["base"]["multiply_adds"].values()) / sum(found["encoder"]["multiply_adds"].values())
    told = "; ".join(f"{shown(times(large[name], own[name], 'characters'), '.1f')} times as long in {name}" for name in large if name in own)
    yield f"A BERT-base needs {need:.1f} times the multiply-adds and takes {told}."


def _floor(found: Row) -> Iterator[str]:
    load, rates = found["encoder"]["load"], parts(found, RATE)
    total = distance(found, INT8)
    shape = times(rates[f"int8/{OWN}"], rates[f"int8/{BIG}"], "multiply_adds").value
    padding = load["padded"] / load["tokens"]
    products = sum(one["share"] for one in found["operators"] if one["product"])
    beside = 1 / products
    yield (
        f"In {INT8} the encoder takes {shown(total, '.1f')} times its arithmetic floor. Factors: {shape:.2f} the shape of its matrices, which "
        f"the machine multiplies at another rate than big ones; {padding:.2f} padding; {beside:.2f} operators that multiply no matrices, such as "
        f"`{_idle(found)}` ({1 - products:.0%} of the time); {total.value / (shape * padding * beside):.2f} is left, for what the operators that multiply "
        "do beside it."
    )
    yield (
        f"Of the tokens that are multiplied, {1 - load['characters'] / load['tokens']:.0%} are not characters of the text but heading path, special tokens, "
        "and what overlapping windows read twice."
    )


def _idle(found: Row) -> str:
    return str(next((one["operator"] for one in found["operators"] if not one["product"]), "none"))


def _batches(found: Row) -> Iterator[str]:
    for prefix, what, default in ((BATCH, "documents a batch", found["defaults"]["documents"]), (BUDGET, "tokens a batch", found["defaults"]["tokens"])):
        rows = parts(found, prefix)
        ratios = {name: times(row, rows[str(default)], "characters") for name, row in rows.items()}
        best = min(ratios, key=lambda name: ratios[name].value)
        if ratios[best].high < 1:
            yield f"Faster than the default: {int(best):,} for {default:,} {what} takes {shown(ratios[best], '.2f')} times its time."
        else:
            yield f"None of the numbers of {what} is faster than the default of {default:,}."


def _growth(found: Row) -> Iterator[str]:
    steep = [stage for stage, exponent in found["growth"][LENGTH].items() if exponent["last"]["low"] > STEEP]
    whole = Interval(**found["growth"][LENGTH][ALL]["all"])
    yield f"The time grows with the length of a document to the power of {shown(whole, '.2f')}, " + (
        "no stage more than in proportion."
        if not steep
        else "more than in proportion between the two longest: " + ", ".join(f"`{stage}`" for stage in steep) + "."
    )
    yield f"It grows with the size of a corpus to the power of {shown(Interval(**found['growth'][CORPUS]['all']), '.2f')}."


def _start(found: Row) -> Iterator[str]:
    rows = {name.removeprefix(f"{MODEL}/"): row["seconds"]["value"] for name, row in parts(found, STARTUP).items() if name.startswith(f"{MODEL}/")}
    process, memory = rows.pop("process"), found["memory"][MODEL]
    slowest = max(rows, key=lambda step: rows[step])
    yield (
        f"From the start of Python to the end of a first report {process:.1f} s; most of it `{slowest}` ({rows[slowest] / process:.0%}). "
        f"Most memory {max(memory.values()):,.0f} MiB, after `{max(memory, key=lambda step: memory[step])}`."
    )


def _compared(ratio: Interval) -> str:
    """How fast something is beside another. ratio: the other's time in times its own."""
    if ratio.low <= 1 <= ratio.high:
        return "not told apart from"
    return f"{shown(ratio, '.1f')} times as fast as" if ratio.value >= 1 else f"{shown(_inverse(ratio), '.1f')} times as slow as"


def _inverse(ratio: Interval) -> Interval:
    return Interval(1 / ratio.value, 1 / ratio.high, 1 / ratio.low)
