"""How the cost grows with the length of a document and with the number of reports."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from benchmarks.speed.figures import Row, growth
from benchmarks.speed.keys import CORPUS, LENGTH
from benchmarks.speed.measure import RARE, Run, Spent, Work, whole
from benchmarks.speed.plan import DOCUMENTS, Plan, document, read_by, small_reports
from benchmarks.speed.stages import Watch, staged
from spacy.language import Language

from fazhi_nlp.pipeline import analyze_many


def works(nlp: Language, watched: Watch, texts: Sequence[str], plan: Plan) -> list[Work]:
    """Documents of each length, by stage (``length/1000/STAGE``), and corpora of each size (``corpus/10``). They go without a run to warm up: the other
    works warm the same pipeline."""
    out = [
        Work(_document(nlp, watched, document(texts, length), f"{LENGTH}/{length}"), {"characters": length}, every=RARE, warm=False) for length in plan.lengths
    ]
    for count in plan.corpora:
        reports = small_reports(texts, count, plan.corpus_characters)
        out.append(Work(whole(f"{CORPUS}/{count}", analysis(nlp, reports)), read_by(reports), every=RARE, warm=False))
    return out


def analysis(nlp: Language, texts: Sequence[str], *, batch_size: int = DOCUMENTS) -> Callable[[], None]:
    """What analyses texts as a user does, the records thrown away."""

    def run() -> None:
        for _ in analyze_many([(text, None) for text in texts], nlp=nlp, batch_size=batch_size):
            pass

    return run


def _document(nlp: Language, watched: Watch, text: str, name: str) -> Run:
    def run() -> Mapping[str, Spent]:
        return {f"{name}/{stage}": spent for stage, spent in staged(nlp, [text], batch_size=1, watched=watched).items()}

    return run


def exponents(rows: Mapping[str, Row], plan: Plan) -> dict[str, Any]:
    """The exponents: by stage for the length, of the whole for the corpus."""
    first = f"{LENGTH}/{plan.lengths[0]}/"
    stages = [name.removeprefix(first) for name in rows if name.startswith(first)]
    lengths = {stage: growth({length: rows[f"{LENGTH}/{length}/{stage}"] for length in plan.lengths}) for stage in stages}
    # pieces of a corpus are not of one length: its size is its characters
    corpora = {rows[f"{CORPUS}/{count}"]["characters"]: rows[f"{CORPUS}/{count}"] for count in plan.corpora}
    return {LENGTH: lengths, CORPUS: growth(corpora)}
