"""The regression gate: what a change does to accuracy, to speed and to the extractions of a fixed sample.

``python -m benchmarks.gate`` (``make gate``) compares with the figures that are checked in and ends with exit status 1 where one of them fell;
``python -m benchmarks.gate --update`` writes them anew. docs/en/benchmarks/gate.md tells what to do with its answer.
"""
