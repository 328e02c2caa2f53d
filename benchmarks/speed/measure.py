"""Timing: works that take turns, each run with the seconds that went by and those the processor worked."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

REST = 0.05
"""Seconds before each run in which threads of the one before, that wait for more in a loop, fall asleep."""

SELDOM, RARE = 2, 3
"""Works that take long are part of every second or third round."""


class Spent(NamedTuple):
    """Seconds of the clock, and of the processor in all threads of this process."""

    seconds: float
    processor: float

    def less(self, other: Spent) -> Spent:
        """The difference."""
        return Spent(self.seconds - other.seconds, self.processor - other.processor)

    def plus(self, other: Spent) -> Spent:
        """The sum."""
        return Spent(self.seconds + other.seconds, self.processor + other.processor)


NONE = Spent(0.0, 0.0)
Run = Callable[[], Mapping[str, Spent]]


def now() -> Spent:
    """What the clocks show."""
    return Spent(time.perf_counter(), time.process_time())


def since(begin: Spent) -> Spent:
    """What went by since `now` gave ``begin``."""
    return now().less(begin)


@dataclass(slots=True, frozen=True)
class Work:
    """Something to time.

    run: does it once and gives what was spent by name (one or several parts). units: how much work it is, such as characters, for all of its parts.
    every: takes part in every so many rounds. warm: whether it is run once before the first round.
    """

    run: Run
    units: Mapping[str, float]
    every: int = 1
    warm: bool = True


@dataclass(slots=True)
class Measured:
    """The runs of a part, by number of the round."""

    units: Mapping[str, float]
    runs: dict[int, Spent] = field(default_factory=dict)


def whole(name: str, action: Callable[[], object], *, times: int = 1) -> Run:
    """A run of one part. times: how often the action is done in a run."""

    def run() -> Mapping[str, Spent]:
        begin = now()
        for _ in range(times):
            action()
        return {name: since(begin)}

    return run


def take_turns(works: Sequence[Work], rounds: int, *, say: Callable[[str], object]) -> dict[str, Measured]:
    """Run all works in turn, ``rounds`` times, after a round to warm up; each round begins with another work.

    The garbage collector works as it does outside, but does not look through what was there before: that would be the time of the benchmark's own models.
    say: is told when a round ends. Raises ValueError if two works give parts of one name.
    """
    found: dict[str, Measured] = {}
    owner: dict[str, int] = {}
    for work in works:
        if work.warm:
            work.run()
    say("warm")
    gc.collect()
    gc.freeze()
    try:
        for number in range(rounds):
            for step in range(len(works)):
                at = (number + step) % len(works)
                if number % works[at].every:
                    continue
                gc.collect()
                time.sleep(REST)
                for name, spent in works[at].run().items():
                    if owner.setdefault(name, at) != at:
                        raise ValueError(f"two works measure {name}")
                    found.setdefault(name, Measured(works[at].units)).runs[number] = spent
            say(f"round {number + 1} of {rounds}")
    finally:
        gc.unfreeze()
    return found
