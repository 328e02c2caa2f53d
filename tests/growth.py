"""How the time of a piece of work grows with its input, measured so that a busy machine and the size of the test process don't show."""

import gc
import time
from collections.abc import Callable

Work = Callable[[], object]


def seconds(*works: Work, rounds: int = 4) -> list[float]:
    """The shortest of some rounds of each piece of work, in seconds of this process. The works take turns, so that a slow minute of the machine meets
    all of them; the garbage collector rests, since its cost grows with everything that the process holds.
    """
    best = [float("inf")] * len(works)
    gc.collect()
    gc.disable()
    try:
        for _ in range(rounds):
            for number, work in enumerate(works):
                begin = time.process_time()
                work()
                best[number] = min(best[number], time.process_time() - begin)
    finally:
        gc.enable()
    return best


def grows_in_proportion(work_of: Callable[[int], Work], small: int, large: int, *, noise: float = 0.02) -> bool:
    """True where the time grows about as the size does: less than three times as much. Choose sizes at least eight times apart: a quadratic way costs
    sixty-four times then, and the border is at twenty-four.

    work_of: gives the work on an input of a size. noise: seconds that don't count (timers, set-up).
    """
    few, many = seconds(work_of(small), work_of(large))
    return many < 3 * large / small * max(few, noise / 10) + noise
