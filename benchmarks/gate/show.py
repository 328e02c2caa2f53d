"""The gate's answer as Markdown, for a terminal, a log or the summary page of a CI run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from benchmarks.gate.difference import by_label, in_context, mark
from benchmarks.gate.figures import Change
from benchmarks.gate.material import Material
from benchmarks.gate.sample import Extraction, Key
from benchmarks.gate.verdict import Comparison

SHOWN = 6
"""Extractions of a label that each list prints."""
_AROUND = 24
_MARKS = {"right": "✓", "wrong": "✗", "": "·"}
_LEGEND = f"{_MARKS['right']} the gold annotation has it, {_MARKS['wrong']} it has not, {_MARKS['']} the report has none."


def answer(found: Sequence[Comparison], material: Material, *, absent: Iterable[str] = (), shown: int = SHOWN) -> Iterator[str]:
    """All of it, line by line; what makes the gate fail, and its hints, come last.

    absent: pipelines whose checked-in figures were not compared, for they are not here. shown: extractions of a label in each list.
    """
    for comparison in found:
        yield from (f"# {comparison.name}", "", *_versions(comparison), "")
        if comparison.changes:
            yield from (*table(comparison.changes), "")
        if comparison.before is not None:
            yield from _sample(comparison, material, shown)
    for name in absent:
        yield f"- {name}: not here, so not compared; its checked-in figures stay."
    hints, failures = ([line for c in found for line in getattr(c, kind)] for kind in ("hints", "failures"))
    yield from (f"- hint: {line}" for line in hints)
    yield from (f"- FAILED: {line}" for line in failures)
    yield "The gate fails." if failures else "The gate passes."


def _versions(comparison: Comparison) -> Iterator[str]:
    before, now = comparison.before, comparison.now
    told = [("pipeline", "made_by"), ("SHA-256 of the weights", "weights"), ("time, in units of reference work", "speed")]
    for what, key in told:
        old, new = (None if m is None else getattr(m, key) for m in (before, now))
        if new is not None or old is not None:
            yield f"- {what}: {new}" + ("" if before is None or old == new else f" (before: {old})")


def table(changes: Sequence[Change]) -> list[str]:
    """A row a figure. right, too many: how many more or fewer items are right, and are found but wrong."""
    out = ["| figure | items | before | now | difference | allowed fall | right | too many | |", "| --- " * 9 + "|"]
    for c in changes:
        right, extra = _count(c.now.right - c.before.right), _count(c.now.extra - c.before.extra)
        said = {"same": "", "fell": "FELL"}.get(c.verdict, c.verdict)
        figures = f"{c.before.value:.4f} | {c.now.value:.4f} | {c.difference:+.4f} | {c.allowed:.4f}"
        out.append(f"| {c.name} | {c.now.gold} | {figures} | {right} | {extra} | {said} |")
    return out


def _count(number: int) -> str:
    return f"{number:+d}" if number else ""


def _sample(comparison: Comparison, material: Material, shown: int) -> Iterator[str]:
    found = comparison.sample
    yield f"## Sample: {len(found.gained)} gained, {len(found.lost)} lost, {len(found.otherwise)} said otherwise, {found.sources} from another source"
    yield ""
    if found.gained or found.lost or found.otherwise:
        yield from (_LEGEND, "")
    yield from _lists("gained", found.gained, material, shown)
    yield from _lists("lost", found.lost, material, shown)
    pairs = {now.key: before for before, now in found.otherwise}
    yield from _lists("otherwise", [now for _, now in found.otherwise], material, shown, before=pairs)
    for what, names in (("new in the sample", found.entered), ("no longer in the sample", found.left)):
        if names:
            yield from (f"{what}: {', '.join(names)}", "")


def _lists(title: str, rows: Sequence[Extraction], material: Material, shown: int, *, before: Mapping[Key, Extraction] | None = None) -> Iterator[str]:
    for label, group in by_label(rows).items():
        signs = [_sign(row, material, before[row.key] if before else None) for row in group]
        yield f"{title}: {label} {len(group)} ({', '.join(f'{signs.count(sign)} {sign}' for sign in sorted(set(signs)))})"
        yield ""
        for sign, row in list(zip(signs, group, strict=True))[:shown]:
            yield f"- {sign} {row.report} {row.start}–{row.end}: {_told(row, material, before[row.key] if before else None)}"
        if len(group) > shown:
            yield f"- and {len(group) - shown} more"
        yield ""


def _sign(row: Extraction, material: Material, before: Extraction | None) -> str:
    now, was = (_MARKS[mark(r, material.gold, material.annotated)] for r in (row, before or row))
    return now if before is None or not material.annotated & {row.report} else f"{was}→{now}"


def _told(row: Extraction, material: Material, before: Extraction | None) -> str:
    words = in_context(row, material.texts[row.report], around=_AROUND) or row.text
    if before is None:
        return f"{words} `{row.details}`" if row.details else words
    was, now = (before.details, row.details) if before.text == row.text else (f"{r.text} {r.details}".rstrip() for r in (before, row))
    return f"{words} `{was or '–'}` → `{now or '–'}`"
