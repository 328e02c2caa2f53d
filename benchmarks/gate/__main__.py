"""Compare accuracy, speed and the extractions of the sample with what is checked in; exit status 1 if a figure fell or a pipeline became slow.

python -m benchmarks.gate [--update] [--model FOLDER] [--limit N] [--results FOLDER] [--shown N]

The rules are measured always, the model where there is one (the shipped one, or that of --model).
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from benchmarks.accuracy.page import RESULTS
from benchmarks.accuracy.systems import own_pipelines
from benchmarks.gate.material import read_material
from benchmarks.gate.record import read_record, write_record
from benchmarks.gate.run import measure
from benchmarks.gate.show import SHOWN, answer
from benchmarks.gate.verdict import compare


def main() -> int:
    """Measure, compare, tell, and write if asked to. Gives the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--update", action="store_true", help="write figures and sample anew, whatever they are")
    parser.add_argument("--model", type=Path, help="a trained pipeline in the place of the shipped one")
    parser.add_argument("--limit", type=int, help="reports of each kind, for a trial")
    parser.add_argument("--results", type=Path, default=RESULTS, help="folder with the checked-in figures; another one for a trial")
    parser.add_argument("--shown", type=int, default=SHOWN, help="extractions of a label that each list prints")
    args = parser.parse_args()
    if args.update and args.limit is not None and args.results.resolve() == RESULTS.resolve():
        parser.error("a trial with --limit must not write the checked-in figures: give another --results")
    before, material = read_record(args.results), read_material(limit=args.limit)
    now = measure(own_pipelines(args.model), material)
    found = compare(before, now)
    print("\n".join(answer(found, material, absent=[name for name in before if name not in now], shown=args.shown)))
    if args.update:
        print("Written:", ", ".join(path.name for path in write_record(now, args.results)))
        return 0
    return 1 if any(comparison.failures for comparison in found) else 0


if __name__ == "__main__":
    sys.exit(main())
