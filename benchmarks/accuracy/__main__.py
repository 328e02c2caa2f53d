"""Measure all systems on the test split; write ``benchmarks/results/accuracy.json`` and ``docs/benchmark_accuracy.md``.

python -m benchmarks.accuracy [--work FOLDER] [--model FOLDER] [--split dev] [--only NAME ...] [--limit N]

The test split is written, other runs (another split, some baselines only, a trial with --limit) print the page. A part of an hour of one core the first
time, most of it spaCy's training; answers that are in the work folder are not asked for again.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from benchmarks.accuracy.environments import ROOT
from benchmarks.accuracy.page import ACCURACY, RESULTS, page, save, write_page
from benchmarks.accuracy.registry import NAMES
from benchmarks.accuracy.run import compare

WORK = ROOT / "out" / "bench_accuracy"


def main() -> None:
    """Run and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, default=WORK, help="keeps environments and answers of the baselines")
    parser.add_argument("--model", type=Path, help="a trained pipeline to measure in the place of the shipped one")
    parser.add_argument("--split", default="test", choices=("dev", "test"))
    parser.add_argument("--only", nargs="*", default=NAMES, choices=NAMES, help="baselines to run")
    parser.add_argument("--limit", type=int, help="reports of each split, for a trial")
    args = parser.parse_args()
    found = compare(split=args.split, work=args.work.resolve(), model=args.model, names=args.only, limit=args.limit)
    if args.split == "test" and args.limit is None and set(args.only) == set(NAMES):
        save(found, RESULTS / ACCURACY)
        write_page()
    else:
        print(page(found, None))


if __name__ == "__main__":
    main()
