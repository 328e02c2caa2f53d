"""How fast the library is, where the time goes, and how far the encoder is from what the machine could do.

``python -m benchmarks.speed`` (``make bench-speed``) measures all of it and writes ``benchmarks/results/speed.json`` and ``docs/benchmark_speed.md``.
Everything that is timed is a `benchmarks.speed.measure.Work`, and all works take turns in rounds, so that a slow minute of the machine meets all of them.
"""
