"""Measure the speed of a pipeline; write ``benchmarks/results/speed.json`` and ``docs/benchmark_speed.md``.

python -m benchmarks.speed [--model FOLDER] [--torch FOLDER] [--no-base] [--quick]

About ten minutes on two quiet cores. A trial with --quick prints the page.
"""

from __future__ import annotations

import argparse
import sys
from functools import partial
from pathlib import Path

from benchmarks.speed.page import page, save
from benchmarks.speed.plan import FULL, QUICK
from benchmarks.speed.run import measure_speed


def main() -> None:
    """Run and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, help="folder of a trained pipeline to measure in the place of the shipped one")
    parser.add_argument(
        "--torch", type=Path, help="folder of the torch weights of its encoder (OUT/encoder of `fazhi-nlp train`), for torch and for ONNX in fp32"
    )
    parser.add_argument("--no-base", action="store_true", help="without the BERT-base")
    parser.add_argument("--quick", action="store_true", help="tiny sizes, for a trial")
    args = parser.parse_args()
    try:
        say = partial(print, file=sys.stderr, flush=True)
        found = measure_speed(QUICK if args.quick else FULL, model=args.model, weights=args.torch, base=not args.no_base, say=say)
    except ValueError as error:
        parser.error(str(error))
    if args.quick:
        print(page(found))
    else:
        save(found)


if __name__ == "__main__":
    main()
