"""The tables of the page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from benchmarks.speed.figures import Interval, Row, cores, per_second, per_unit, times
from benchmarks.speed.keys import (
    ALL,
    BACKENDS,
    BASE,
    BATCH,
    BIG,
    BUDGET,
    CORPUS,
    ENCODER,
    INT8,
    LENGTH,
    MODEL,
    OWN,
    PIPELINE,
    PRECISION_OF,
    PRECISIONS,
    PROCESS,
    RATE,
    RULES,
    SPACY,
    STAGE,
    STARTUP,
)  # fmt: skip

TITLES = {MODEL: "whole pipeline (rules and model)", RULES: "rules alone", SPACY: "spaCy's own (tok2vec, ner)"}
MICRO, GIGA = 1e6, 1e9


def shown(figure: Interval, form: str = ",.0f", *, by: float = 1.0) -> str:
    """A figure and its interval. by: what it is multiplied by first."""
    value, low, high = (format(part * by, form) for part in figure)
    return f"{value} ({low}–{high})"


def table(header: Sequence[str], rows: Iterator[Sequence[str]]) -> Iterator[str]:
    """A Markdown table."""
    yield "| " + " | ".join(header) + " |"
    yield "| --- " * len(header) + "|"
    for row in rows:
        yield "| " + " | ".join(row) + " |"


def parts(found: Row, prefix: str) -> dict[str, Row]:
    """The rows under a prefix, by the rest of their names."""
    return {name.removeprefix(f"{prefix}/"): row for name, row in found["rows"].items() if name.startswith(f"{prefix}/")}


def pipelines(found: Row) -> Iterator[str]:
    """The whole pipeline beside the rules and spaCy."""
    rows = parts(found, PIPELINE)
    yield from table(
        ("pipeline", "characters a second", "reports a second", "cores at work", "time, in times the whole pipeline's"),
        (
            (
                TITLES[name], shown(per_second(row, "characters")), shown(per_second(row, "reports"), ".1f"), f"{cores(row):.1f}",
                shown(times(row, rows[MODEL], "characters"), ".2f"),
            )
            for name, row in rows.items()
        ),
    )  # fmt: skip


def stages(found: Row) -> Iterator[str]:
    """Where the time goes."""
    rows = parts(found, STAGE)
    yield from table(
        ("stage", "microseconds a character", "share", "cores at work"),
        (
            (name, shown(per_unit(row, "characters"), ".2f", by=MICRO), f"{row['seconds']['value'] / rows[ALL]['seconds']['value']:.0%}", f"{cores(row):.1f}")
            for name, row in rows.items()
        ),
    )


def batches(found: Row) -> Iterator[str]:
    """Documents a batch."""
    rows, default = parts(found, BATCH), str(found["defaults"]["documents"])
    yield from table(
        ("documents a batch", "characters a second", "time, in times the default's"),
        ((_default(name, default), shown(per_second(row, "characters")), shown(times(row, rows[default], "characters"), ".2f")) for name, row in rows.items()),
    )


def budgets(found: Row) -> Iterator[str]:
    """Tokens a batch."""
    rows, default = parts(found, BUDGET), str(found["defaults"]["tokens"])
    yield from table(
        ("most tokens a batch", "batches", "padding, share of tokens", "characters a second", "time, in times the default's"),
        (
            (
                _default(name, default), f"{row['batches']}", f"{1 - row['tokens'] / row['padded']:.1%}", shown(per_second(row, "characters")),
                shown(times(row, rows[default], "characters"), ".2f"),
            )
            for name, row in rows.items()
        ),
    )  # fmt: skip


def _default(name: str, default: str) -> str:
    return f"{int(name):,}" + (" (default)" if name == default else "")


def backends(found: Row) -> Iterator[str]:
    """The encoder in each backend, and the BERT-base."""
    own, large = parts(found, ENCODER), parts(found, BASE)
    rows = [("the encoder", name, own[name]) for name in BACKENDS if name in own] + [("BERT-base", name, large[name]) for name in BACKENDS if name in large]
    yield from table(
        ("model", "backend", "characters a second", "tokens a second", f"time, in times the encoder's in {INT8}"),
        (
            (model, name, shown(per_second(row, "characters")), shown(per_second(row, "tokens")), shown(times(row, own[INT8], "characters"), ".2f"))
            for model, name, row in rows
        ),
    )


def needs(found: Row) -> Iterator[str]:
    """Multiply-adds a character."""
    counts, characters = found["encoder"]["multiply_adds"], found["encoder"]["load"]["characters"]
    total = sum(counts.values())
    yield from table(
        ("what for", "millions of multiply-adds a character", "share"),
        ((name, f"{count / characters / 1e6:.2f}", f"{count / total:.1%}") for name, count in (*counts.items(), ("all", total))),
    )


def machine_rates(found: Row) -> Iterator[str]:
    """What the machine multiplies."""
    rows, form, side = parts(found, RATE), found["encoder"]["form"], found["plan"]["matrix"]
    yield from table(
        ("precision", f"thousand millions a second, {side:,} × {side:,} by {side:,} × {side:,}", f"by {form['hidden']:,} × {form['intermediate']:,}"),
        ((name, *(shown(per_second(rows[f"{name}/{size}"], "multiply_adds"), by=1 / GIGA) for size in (BIG, OWN))) for name in PRECISIONS),
    )


def distance(found: Row, backend: str, *, size: str = BIG) -> Interval:
    """How many times as long the encoder takes in a backend as its multiply-adds would at the machine's rate for products of a size."""
    row, rate = parts(found, ENCODER)[backend], parts(found, RATE)[f"{PRECISION_OF[backend]}/{size}"]
    needed = sum(found["encoder"]["multiply_adds"].values()) / row["characters"]
    return Interval(*(part / needed for part in times(row, rate, "characters", "multiply_adds")))


def floors(found: Row) -> Iterator[str]:
    """The encoder beside its floor."""
    rows, rates = parts(found, ENCODER), parts(found, RATE)
    needed = sum(found["encoder"]["multiply_adds"].values()) / found["encoder"]["load"]["characters"]
    yield from table(
        ("backend", "floor, microseconds a character", "measured, microseconds a character", "measured, in times the floor", "in times that of its own shapes"),
        (
            (
                name, f"{per_unit(rates[f'{PRECISION_OF[name]}/{BIG}'], 'multiply_adds').value * needed * MICRO:.2f}",
                shown(per_unit(rows[name], "characters"), ".2f", by=MICRO), shown(distance(found, name), ".2f"), shown(distance(found, name, size=OWN), ".2f"),
            )
            for name in BACKENDS if name in rows
        ),
    )  # fmt: skip


def operators(found: Row) -> Iterator[str]:
    """Operators of the graph with a hundredth of the time or more."""
    yield from table(
        ("operator", "share of the encoder's time", "multiplies matrices"),
        ((one["operator"], f"{one['share']:.1%}", "yes" if one["product"] else "no") for one in found["operators"] if one["share"] >= 0.01),
    )


def lengths(found: Row) -> Iterator[str]:
    """The cost by the length of a document."""
    sizes = found["plan"]["lengths"]
    rows, exponents = parts(found, LENGTH), found["growth"][LENGTH]
    yield from table(
        ("microseconds a character", *(f"{size:,} characters" for size in sizes), "exponent", "exponent of the last step"),
        (
            (
                stage, *(f"{per_unit(rows[f'{size}/{stage}'], 'characters').value * MICRO:.2f}" for size in sizes),
                *(shown(Interval(**exponents[stage][part]), ".2f") for part in ("all", "last")),
            )
            for stage in exponents
        ),
    )  # fmt: skip


def corpora(found: Row) -> Iterator[str]:
    """The cost by the number of reports."""
    rows = parts(found, CORPUS)
    yield from table(
        ("reports", "seconds", "milliseconds a report"),
        ((f"{int(name):,}", shown(Interval(**row["seconds"]), ".2f"), shown(per_unit(row, "reports"), ".2f", by=1e3)) for name, row in rows.items()),
    )


def starts(found: Row) -> Iterator[str]:
    """Seconds of the steps of a start, by what is started."""
    rows, kinds = parts(found, STARTUP), list(found["memory"])
    steps = list(dict.fromkeys(name.partition("/")[2] for name in rows))
    yield from table(
        ("seconds", *kinds),
        (("whole process" if step == PROCESS else step, *(shown(Interval(**rows[f"{kind}/{step}"]["seconds"]), ".2f") for kind in kinds)) for step in steps),
    )


def peaks(found: Row) -> Iterator[str]:
    """Most memory after each step."""
    kinds = found["memory"]
    yield from table(
        ("most memory so far, MiB, after", *kinds),
        ((step, *(f"{peaks[step]:,.0f}" for peaks in kinds.values())) for step in next(iter(kinds.values()))),
    )
