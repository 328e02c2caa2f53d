"""Accuracy of the rules and of the shipped model beside baselines trained on the same reports and beside peers as they are.

``python -m benchmarks.accuracy`` (``make bench-accuracy``) runs all of it and writes ``benchmarks/results/accuracy.json`` and ``docs/benchmark_accuracy.md``;
``python -m benchmarks.accuracy.curve`` the learning curve. Each baseline runs in an environment of its own and meets this project in two JSON files only
(`benchmarks.accuracy.exchange`); nothing here but `exchange`, `spans` and `baselines` is imported there.
"""
