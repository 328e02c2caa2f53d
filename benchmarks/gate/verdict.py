"""What the gate says: what makes it fail, and what it hints at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from benchmarks.gate import speed
from benchmarks.gate.difference import Difference, differences
from benchmarks.gate.figures import Change, changes
from benchmarks.gate.record import Measured

UPDATE = "python -m benchmarks.gate --update"


@dataclass(slots=True)
class Comparison:
    """A pipeline before and now. before: None where nothing is checked in; changes: empty where the figures are of other reports."""

    name: str
    before: Measured | None
    now: Measured
    changes: list[Change] = field(default_factory=list)
    sample: Difference = field(default_factory=Difference)
    failures: list[str] = field(default_factory=list)
    hints: list[str] = field(default_factory=list)


def compare(before: Mapping[str, Measured], now: Mapping[str, Measured]) -> list[Comparison]:
    """Compare each pipeline that was measured with what is checked in of it."""
    return [_comparison(name, before.get(name), own) for name, own in now.items()]


def _comparison(name: str, before: Measured | None, now: Measured) -> Comparison:
    out = Comparison(name, before, now)
    if before is None:
        out.failures.append(f"{name}: no figures are checked in; write them with {UPDATE}")
        return out
    out.sample = differences(before.sample, now.sample)
    _accuracy(out, before, now)
    _speed(out, before, now)
    if out.sample:
        out.hints.append(f"{name}: the sample reads otherwise; look at what it gained and lost, then {UPDATE}")
    if before.weights != now.weights:
        out.hints.append(f"{name}: the weights are others than those of the checked-in figures ({UPDATE} takes the new ones)")
    return out


def _accuracy(out: Comparison, before: Measured, now: Measured) -> None:
    if before.test != now.test:
        out.failures.append(
            f"{out.name}: the checked-in figures are of other reports or another annotation ({before.reports} reports, now {now.reports}): nothing was "
            f"compared; if the test split was meant to change, {UPDATE}"
        )
        return
    out.changes = changes(before.scores, now.scores)
    for change in out.changes:
        if change.verdict == "fell":
            out.failures.append(
                f"{out.name}: {change.name} fell by {-change.difference:.4f} to {change.now.value:.4f}; {change.allowed:.4f} is allowed ({_moved(change)})"
            )
    if missing := sorted(before.scores.keys() ^ now.scores.keys()):
        out.failures.append(f"{out.name}: only now or only before there is {', '.join(missing)}; if that is meant, {UPDATE}")
    if any(change.verdict == "higher" for change in out.changes):
        out.hints.append(f"{out.name}: figures rose; {UPDATE} makes them the new measure")


def _speed(out: Comparison, before: Measured, now: Measured) -> None:
    said, units = speed.verdict(before.speed, now.speed), f"{before.speed:g} → {now.speed:g} units of reference work"
    if said == "slower":
        out.failures.append(f"{out.name}: takes {now.speed / before.speed:.2f} times as long as before ({units}); {speed.FACTOR:g} times is allowed")
    elif said == "faster":
        out.hints.append(f"{out.name}: much faster than before ({units}); {UPDATE} makes it the new measure")


def _moved(change: Change) -> str:
    right, extra = change.now.right - change.before.right, change.now.extra - change.before.extra
    return f"of {change.now.gold} items {right:+d} right, {extra:+d} found too many"
