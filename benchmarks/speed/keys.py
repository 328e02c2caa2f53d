"""Names of the parts in the results: ``PREFIX/NAME``."""

PIPELINE, BATCH, STAGE, ENCODER, BUDGET, BASE, RATE = "pipeline", "batch", "stage", "encoder", "budget", "base", "rate"
LENGTH, CORPUS, STARTUP = "length", "corpus", "startup"
MODEL, RULES, SPACY = "model", "rules", "spacy"
"""The pipelines."""
ALL = "all"
"""All stages together."""
INT8, FP32, TORCH_FP32, TORCH_BF16 = BACKENDS = ("ONNX int8", "ONNX fp32", "torch fp32", "torch bf16")
"""Backends of an encoder."""
PRECISIONS = ("int8", "fp32", "bf16")
PRECISION_OF = {INT8: "int8", FP32: "fp32", TORCH_FP32: "fp32", TORCH_BF16: "bf16"}
"""In which precision a backend multiplies."""
BIG, OWN = "big", "own"
"""Matrices whose products give the machine's rate: big ones, and those of the encoder's own shape."""
PROCESS = "process"
"""A process from its start to its end."""
