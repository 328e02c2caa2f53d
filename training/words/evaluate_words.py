"""Measure word segmentation on the sentences of ``gold_words.txt``: ours, parts of ours, and rjieba (jieba's dictionary and algorithm).

    python training/words/evaluate_words.py            # prints the table
    python training/words/evaluate_words.py --write    # and puts it into README.md

Precision, recall and F1 count words with both edges right; marks count as words for every system. Intervals are bootstrap 95% intervals over
sentences. *Crossing* is the share of gold words that a system's word overlaps without holding it whole or lying in it: an error under any
convention, whatever one thinks of how fine words ought to be.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Callable
from pathlib import Path

from fazhi_nlp.core.normalize import fold
from fazhi_nlp.knowledge.base import load_knowledge
from fazhi_nlp.words.edges import EdgeRules
from fazhi_nlp.words.model import EDGE, INNER, PkusegModel
from fazhi_nlp.words.segmenter import Segmenter, load_segmenter

HERE = Path(__file__).parent
MODEL = HERE.parents[1] / "src" / "fazhi_nlp" / "words" / "model"
BEGIN, END = "<!-- table -->", "<!-- end of table -->"
Span = tuple[int, int]
Counts = tuple[int, int, int, int]
"""Words that are right, found, in gold; words of gold that are crossed."""


def read_gold(path: Path = HERE / "gold_words.txt") -> list[list[str]]:
    """The words of each sentence."""
    return [line.split() for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]


def spans(words: list[str]) -> list[Span]:
    """Start and end of each word in the sentence without spaces."""
    found, position = [], 0
    for word in words:
        found.append((position, position + len(word)))
        position += len(word)
    return found


def compare(gold: list[Span], found: list[Span]) -> Counts:
    """Counts of one sentence."""
    crossed = sum(any(a < e and s < b and not (a <= s and e <= b) and not (s <= a and b <= e) for a, b in found) for s, e in gold)
    return len(set(gold) & set(found)), len(found), len(gold), crossed


def figures(counts: list[Counts]) -> tuple[float, float, float, float]:
    """Precision, recall, F1 and share of crossed words, in percent."""
    right, found, gold, crossed = (sum(c[i] for c in counts) for i in range(4))
    return 100 * right / found, 100 * right / gold, 200 * right / (found + gold), 100 * crossed / gold


def interval(counts: list[Counts], *, samples: int = 1000, seed: int = 1) -> tuple[float, float]:
    """Bootstrap 95% interval of F1 over sentences."""
    draw = random.Random(seed)
    scores = sorted(figures(draw.choices(counts, k=len(counts)))[2] for _ in range(samples))
    return scores[int(0.025 * samples)], scores[int(0.975 * samples) - 1]


def systems() -> dict[str, Callable[[str], list[Span]]]:
    """What is measured, by name."""
    import rjieba
    import spacy_pkuseg

    knowledge = load_knowledge()
    model = PkusegModel(MODEL)
    plain = spacy_pkuseg.pkuseg(str(MODEL), user_dict=None)
    without = Segmenter(model, EdgeRules(knowledge, dictionary=False))
    with_rules = EdgeRules(knowledge)

    def jieba_with_rules(text: str) -> list[Span]:
        begins = [False] * len(text)
        for start, _ in spans(rjieba.cut(text, True)):
            begins[start] = True
        certain = with_rules(text, fold(text))
        starts = [i for i, c in enumerate(certain) if c == EDGE or (c != INNER and begins[i])]
        return list(zip(starts, [*starts[1:], len(text)], strict=True))

    return {
        "fazhi_words": lambda text: list(load_segmenter().words(text)),
        "fazhi_words without the user dictionary": lambda text: list(without.words(text)),
        "its model in plain spacy-pkuseg: no dictionary, no rules": lambda text: spans(plain.cut(fold(text))),
        "rjieba": lambda text: spans(rjieba.cut(text, True)),
        "rjieba without its hidden Markov model": lambda text: spans(rjieba.cut(text, False)),
        "rjieba with our rules and user dictionary": jieba_with_rules,
    }


def table() -> str:
    """The figures of all systems as a Markdown table."""
    gold = read_gold()
    rows = ["| system | precision | recall | F1 | 95% interval | crossing |", "| --- | --- | --- | --- | --- | --- |"]
    for name, cut in systems().items():
        counts = [compare(spans(words), cut("".join(words))) for words in gold]
        precision, recall, f1, crossing = figures(counts)
        low, high = interval(counts)
        rows.append(f"| {name} | {precision:.1f} | {recall:.1f} | {f1:.1f} | {low:.1f} to {high:.1f} | {crossing:.2f} |")
    words = sum(map(len, gold))
    return "\n".join([*rows, "", f"{len(gold)} sentences, {words} words, {sum(len(w) for s in gold for w in s)} characters."])


def main() -> None:
    """Print the table, or write it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="put the table into README.md")
    arguments = parser.parse_args()
    made = table()
    print(made)
    if arguments.write:
        readme = HERE / "README.md"
        text = readme.read_text(encoding="utf-8")
        before, after = text.split(BEGIN)[0], text.split(END)[1]
        readme.write_text(f"{before}{BEGIN}\n{made}\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
