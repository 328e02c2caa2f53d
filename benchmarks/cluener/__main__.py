"""Train both systems on CLUENER2020 and measure them; write ``benchmarks/results/cluener.json`` and ``docs/benchmark_cluener.md``.

python -m benchmarks.cluener --data FOLDER [--work FOLDER] [--base FOLDER] [--seeds 0 1 2] [--limit N] [--epochs N]

FOLDER holds train.json and dev.json of the data set (or cluener_train.jsonl and cluener_dev.jsonl). Trials, with --limit or --epochs, print the page and
write nothing. Trainings and answers that are in the work folder are not made again; it knows data, base and settings apart, but not changes of the code:
remove it after those.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from benchmarks.cluener.page import page, write
from benchmarks.cluener.run import ROOT, compare, task

WORK = ROOT / "out" / "bench_cluener"


def main() -> None:
    """Run and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of the data set")
    parser.add_argument("--work", type=Path, default=WORK, help="keeps trainings and answers")
    parser.add_argument("--base", type=Path, help="base encoder in the place of the configuration's")
    parser.add_argument("--seeds", type=int, nargs="+", default=[0], help="of the trainings")
    parser.add_argument("--limit", type=int, help="sentences of each part, for a trial")
    parser.add_argument("--epochs", type=int, help="in the place of the configuration's, for a trial")
    args = parser.parse_args()
    try:
        asked = task(data=args.data, work=args.work.resolve(), base=args.base, epochs=args.epochs, limit=args.limit)
    except (FileNotFoundError, ValueError) as error:
        parser.error(str(error))
    found = compare(asked, args.seeds)
    if args.limit is None and args.epochs is None:
        write(found)
    else:
        print(page(found))


if __name__ == "__main__":
    main()
