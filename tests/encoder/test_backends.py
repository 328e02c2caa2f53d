import gc
import multiprocessing
import sys

import numpy as np
import pytest

from fazhi_nlp.encoder.backends import INPUTS, OnnxBackend

ARRAYS = {name: np.ones((2, 3 if name == "place" else 7), dtype=np.int64) for name in INPUTS}
PATIENCE = 60
"""Seconds after which a process hangs."""


def give_up_and_read(kept, queue):
    """In the forked process: free what it inherited and nothing holds but itself, then read with what it inherited."""
    gc.enable()
    gc.collect()
    queue.put(kept(ARRAYS)["section"].tolist())


@pytest.mark.skipif(sys.platform == "win32", reason="no fork")
def test_a_forked_process_frees_and_reads(tiny_folder):
    kept, lost = (OnnxBackend(tiny_folder / "model.onnx", threads=2) for _ in range(2))
    wanted = kept(ARRAYS)["section"]
    lost(ARRAYS)
    gc.collect()
    gc.disable()
    try:
        # only the garbage collector can free it, and it does so in the fork
        cycle = [lost]
        cycle.append(cycle)
        del lost, cycle
        context = multiprocessing.get_context("fork")
        queue = context.SimpleQueue()
        process = context.Process(target=give_up_and_read, args=(kept, queue))
        process.start()
        process.join(PATIENCE)
    finally:
        gc.enable()
    hangs = process.is_alive()
    process.kill()
    assert not hangs
    assert np.allclose(queue.get(), wanted, atol=1e-5)
