"""How the time of a piece of work grows with its input, measured so that a busy machine and the size of the test process don't show."""

from collections.abc import Callable

from benchmarks.gate.speed import Work, seconds

ROUNDS = 4


def grows_in_proportion(work_of: Callable[[int], Work], small: int, large: int, *, noise: float = 0.02) -> bool:
    """True where the time grows about as the size does: less than three times as much. Choose sizes at least eight times apart: a quadratic way costs
    sixty-four times then, and the border is at twenty-four.

    work_of: gives the work on an input of a size. noise: seconds that don't count (timers, set-up).
    """
    few, many = seconds([work_of(small), work_of(large)], rounds=ROUNDS)
    return many < 3 * large / small * max(few, noise / 10) + noise
