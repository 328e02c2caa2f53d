"""Section types by fastText's classifier over characters, of the line alone or with its headings and place."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.accuracy.baselines.base import SECTIONS, Baseline, main
from benchmarks.accuracy.baselines.lines import Seen, accuracy, answers, told
from benchmarks.accuracy.exchange import Answers, Task

RATES = (0.2, 0.5, 1.0)
EPOCHS = (10, 30)
PREFIX = "__label__"


def run(task: Task, *, context: bool) -> Answers:
    """Learn with each setting, keep the one that is best on dev. context: whether headings above the line and its place in the report are known."""
    import fasttext

    dev, best = told(task.dev), None
    with tempfile.TemporaryDirectory() as work:
        path = Path(work) / "train.txt"
        path.write_text("".join(f"{PREFIX}{line.section} {words(line, context=context)}\n" for line in told(task.train)), encoding="utf-8")
        for rate in RATES:
            for epochs in EPOCHS:
                # one thread: with more the result differs from run to run
                model = fasttext.train_supervised(str(path), lr=rate, epoch=epochs, wordNgrams=3, dim=50, bucket=200_000, thread=1, seed=1, verbose=0)
                right = accuracy(dev, predict(model, context, dev))
                if best is None or right > best[0]:
                    best = right, {"rate": rate, "epochs": epochs, "accuracy on dev": round(right, 4)}, model
    assert best is not None
    return Answers(list(answers(task.texts, partial(predict, best[2], context))), best[1])


def words(line: Seen, *, context: bool) -> str:
    """The line for fastText: a word a character; those of the headings and places are words of their own."""
    own = [char for char in line.text if not char.isspace()]
    return " ".join([*own, *(f"^{char}" for char in line.path if not char.isspace()), *(f"@{name}" for name in line.place)] if context else own)


def predict(model: Any, context: bool, lines: Sequence[Seen]) -> list[str]:
    """Section types of lines."""
    found, _ = model.predict([words(line, context=context) for line in lines])
    return [labels[0].removeprefix(PREFIX) for labels in found]


_PACKAGES = ("fasttext-numpy2", "numpy")
PLAIN = Baseline(
    name="fasttext", title="fastText over the characters of the line", requirements="fasttext", packages=_PACKAGES, offers=(SECTIONS,),
    run=partial(run, context=False), learns=True, limits="Sees one line at a time.",
)  # fmt: skip
CONTEXT = Baseline(
    name="fasttext_context", title="the same with the headings above the line and its place in the report", requirements="fasttext", packages=_PACKAGES,
    offers=(SECTIONS,), run=partial(run, context=True), learns=True, limits="The headings are those that this project's rules find: it borrows that from us.",
)  # fmt: skip

if __name__ == "__main__":
    main(PLAIN, CONTEXT)
