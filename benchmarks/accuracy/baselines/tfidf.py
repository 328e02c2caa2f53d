"""Section types by TF-IDF of character n-grams and a linear classifier (scikit-learn), of the line alone or with its headings and place."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from benchmarks.accuracy.baselines.base import SECTIONS, Baseline, main
from benchmarks.accuracy.baselines.lines import Seen, accuracy, answers, told
from benchmarks.accuracy.exchange import Answers, Task

LONGEST = (2, 3, 4)
PENALTIES = (0.1, 1.0, 10.0)


def run(task: Task, *, context: bool) -> Answers:
    """Learn with each setting, keep the one that is best on dev. context: whether headings above the line and its place in the report are known."""
    train, dev = told(task.train), told(task.dev)
    best: tuple[float, dict[str, Any], Model] | None = None
    for longest in LONGEST:
        for penalty in PENALTIES:
            model = Model(train, longest=longest, penalty=penalty, context=context)
            right = accuracy(dev, model(dev))
            if best is None or right > best[0]:
                best = right, {"longest n-gram": longest, "C": penalty, "accuracy on dev": round(right, 4)}, model
    assert best is not None
    return Answers(list(answers(task.texts, best[2])), best[1])


class Model:
    """A fitted classifier; called with lines it gives their section types."""

    def __init__(self, train: Sequence[Seen], *, longest: int, penalty: float, context: bool) -> None:
        from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
        from sklearn.svm import LinearSVC

        self.parts: list[tuple[Any, Any]] = [(TfidfVectorizer(analyzer="char", ngram_range=(1, longest), sublinear_tf=True, min_df=2), _text)]
        if context:
            self.parts.append((TfidfVectorizer(analyzer="char", ngram_range=(1, longest), sublinear_tf=True, min_df=2), _path))
            self.parts.append((CountVectorizer(analyzer=tuple), _place))
        for vectorizer, view in self.parts:
            vectorizer.fit([view(line) for line in train])
        self.classifier = LinearSVC(C=penalty, random_state=0).fit(self._matrix(train), [line.section for line in train])

    def __call__(self, lines: Sequence[Seen]) -> list[str]:
        """Section types of lines."""
        return list(self.classifier.predict(self._matrix(lines)))

    def _matrix(self, lines: Sequence[Seen]) -> Any:
        from scipy.sparse import hstack

        return hstack([vectorizer.transform([view(line) for line in lines]) for vectorizer, view in self.parts]).tocsr()


def _text(line: Seen) -> str:
    return line.text


def _path(line: Seen) -> str:
    return line.path


def _place(line: Seen) -> tuple[str, ...]:
    return line.place


_PACKAGES = ("scikit-learn", "scipy", "numpy")
PLAIN = Baseline(
    name="tfidf", title="TF-IDF of character n-grams of the line, linear SVM", requirements="tfidf", packages=_PACKAGES, offers=(SECTIONS,),
    run=partial(run, context=False), learns=True, limits="Sees one line at a time.",
)  # fmt: skip
CONTEXT = Baseline(
    name="tfidf_context", title="the same with the headings above the line and its place in the report", requirements="tfidf", packages=_PACKAGES,
    offers=(SECTIONS,), run=partial(run, context=True), learns=True, limits="The headings are those that this project's rules find: it borrows that from us.",
)  # fmt: skip

if __name__ == "__main__":
    main(PLAIN, CONTEXT)
