"""The entity tagger of this project on CLUENER2020, a public data set that nobody here wrote, beside a plain token classifier on the same base.

``python -m benchmarks.cluener --data FOLDER`` (``make bench-cluener DATA=FOLDER``) runs all of it and writes ``benchmarks/results/cluener.json`` and
``docs/benchmark_cluener.md``. `benchmarks.cluener.plain` and `benchmarks.cluener.data` import nothing of the library, so that an error in its vocabulary,
its targets, its trainer or its decoding shows as a difference.
"""
