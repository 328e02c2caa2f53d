"""Train the word model of ``fazhi_words`` and write it in spacy-pkuseg's own format.

    python training/words/train_words.py --text domain_text.txt.xz --output src/fazhi_nlp/words/model

The features are spacy-pkuseg's (its extractor computes them here as at run time), the decoder is its decoder. The weights are those of an averaged
perceptron over its scores: an epoch over a million characters takes seconds, where the trainer of the package takes minutes.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
from silver import Teacher, Text, read_corpus, read_text
from spacy_pkuseg import inference
from spacy_pkuseg.feature_extractor import FeatureExtractor
from spacy_pkuseg.model import Model

from fazhi_nlp.core.normalize import fold
from fazhi_nlp.knowledge.base import load_knowledge
from fazhi_nlp.words.dictionary import known_words

CORPUS = Path(__file__).parents[1] / "corpus"
TAGS = {tag: i for i, tag in enumerate(sorted(("B", "B_single", "I", "I_end", "I_first")))}
SENTENCE_END = re.compile(r"(?<=[。;!?])(?![。;!?])")
WORD_LENGTHS = range(2, 7)
"""Lengths of the words that spacy-pkuseg has features for."""
FOLLOW = {"B": ("I_first", "I_end"), "I_first": ("I", "I_end"), "I": ("I", "I_end"), "I_end": ("B", "B_single"), "B_single": ("B", "B_single")}
"""Which tags may follow a tag."""
NEVER = -1e6
"""Score of a tag after one that it may not follow."""
STEPS = 32
"""Weights are written in steps of 1/STEPS of their spread, so that they compress."""


def tags_of(words: list[str]) -> list[int]:
    """The tag of each character, in spacy-pkuseg's scheme of five."""
    tags: list[str] = []
    for word in words:
        n = len(word)
        tags += ["B_single"] if n == 1 else ["B", "I_end"] if n == 2 else ["B", "I_first", *["I"] * (n - 3), "I_end"]
    return [TAGS[tag] for tag in tags]


def sentences(teacher: Teacher, items: list[Text]) -> list[tuple[str, list[int]]]:
    """Folded sentences with the tags of their characters."""
    found = []
    for item in items:
        for words in teacher.cut(item):
            text, tags = fold("".join(words)), tags_of(words)
            position = 0
            for sentence in SENTENCE_END.split(text):
                if sentence:
                    found.append((sentence, tags[position : position + len(sentence)]))
                    position += len(sentence)
    return found


def build_extractor(data: list[tuple[str, list[int]]], vocabulary: set[str], *, min_word: int, min_feature: int) -> Any:
    """spacy-pkuseg's feature extractor with the words and the features that come up often enough."""
    words: Counter[str] = Counter()
    begins = (TAGS["B"], TAGS["B_single"])
    for text, tags in data:
        starts = [i for i, tag in enumerate(tags) if tag in begins]
        words.update(text[a:b] for a, b in zip(starts, [*starts[1:], len(text)], strict=True))
    extractor: Any = FeatureExtractor()
    known = {w for w in vocabulary if len(w) in WORD_LENGTHS and words[w]}
    extractor.unigram = {w for w, n in words.items() if n >= min_word and len(w) in WORD_LENGTHS and w.isalpha()} | known
    extractor.tag_to_idx = dict(TAGS)
    counts: Counter[str] = Counter()
    for text, _ in data:
        nodes = list(extractor.normalize_text(text))
        for i in range(len(nodes)):
            counts.update(extractor.get_node_features(i, nodes))
    del counts["/"], counts["$$"]
    extractor.feature_to_idx = {"$$": 0} | {f: i for i, (f, n) in enumerate(counts.most_common(), 1) if n >= min_feature}
    return extractor


def featurize(extractor: Any, data: list[tuple[str, list[int]]]) -> list[tuple[list[list[int]], list[int]]]:
    """Indices of the features of each character, with the tags."""
    examples = []
    for text, tags in data:
        nodes = list(extractor.normalize_text(text))
        examples.append(([extractor.get_node_features_idx(i, nodes) for i in range(len(nodes))], tags))
    return examples


def forbidden() -> np.ndarray:
    """Which tag *(row)* may not come after which *(column)*, as spacy-pkuseg lays transitions out."""
    return np.array([[later not in FOLLOW[earlier] for earlier in TAGS] for later in TAGS])


def decode(features: list[list[int]], weights: np.ndarray, n_feature: int) -> np.ndarray:
    """Best tags by spacy-pkuseg's own decoder."""
    states, steps = inference.getLogYY(features, len(TAGS), n_feature * len(TAGS), weights, 1.0)
    return inference.run_viterbi(states, steps)[1]


def train(
    examples: list[tuple[list[list[int]], list[int]]], held: list[tuple[list[list[int]], list[int]]], n_feature: int, epochs: int, seed: int
) -> np.ndarray:
    """Weights of an averaged perceptron: *(n_feature + tags) x tags*, flat, as spacy-pkuseg lays them out."""
    n = len(TAGS)
    weights = np.zeros(n * (n_feature + n))
    sums = np.zeros_like(weights)
    states, states_sum = (a[: n_feature * n].reshape(n_feature, n) for a in (weights, sums))
    steps, steps_sum = (a[n_feature * n :].reshape(n, n) for a in (weights, sums))
    steps[forbidden()] = NEVER
    order = list(range(len(examples)))
    draw = random.Random(seed)
    time_step = 1
    for epoch in range(epochs):
        started = time.time()
        draw.shuffle(order)
        for k in order:
            features, gold = examples[k]
            found = decode(features, weights, n_feature)
            for i, (right, wrong) in enumerate(zip(gold, found, strict=True)):
                if right != wrong:
                    rows = features[i]
                    for tag, sign in ((right, 1.0), (wrong, -1.0)):
                        states[rows, tag] += sign
                        states_sum[rows, tag] += sign * time_step
                if i:
                    before, before_found = gold[i - 1], found[i - 1]
                    if (before, right) != (before_found, wrong):
                        for first, second, sign in ((before, right, 1.0), (before_found, wrong, -1.0)):
                            # laid out by the later tag first
                            steps[second, first] += sign
                            steps_sum[second, first] += sign * time_step
            time_step += 1
        averaged = weights - sums / time_step
        print(f"epoch {epoch + 1}: {time.time() - started:.0f} s, tags right on held-out silver {tag_accuracy(held, averaged, n_feature):.4f}", flush=True)
    return weights - sums / time_step


def tag_accuracy(examples: list[tuple[list[list[int]], list[int]]], weights: np.ndarray, n_feature: int) -> float:
    """Share of characters with the right tag."""
    right = sum(int((decode(f, weights, n_feature) == np.array(tags)).sum()) for f, tags in examples)
    return right / max(1, sum(len(tags) for _, tags in examples))


def write_model(extractor: Any, weights: np.ndarray, keep: int, folder: Path) -> None:
    """Keep the features that tell tags apart most, round the weights, write ``features.msgpack`` and ``weights.npz``."""
    n = len(TAGS)
    n_feature = len(extractor.feature_to_idx)
    states, steps = weights[: n_feature * n].reshape(n_feature, n), weights[n_feature * n :]
    spread = states.max(axis=1) - states.min(axis=1)
    spread[0] = np.inf  # $$, which the extractor gives index 0
    kept = np.sort(np.argsort(-spread, kind="stable")[:keep])
    # what all tags share changes no decision
    states = states[kept] - states[kept].mean(axis=1, keepdims=True)
    unit = float(states.std()) / STEPS
    steps = np.where(forbidden().ravel(), NEVER, np.rint(steps / unit))
    rounded = np.concatenate([np.rint(states.ravel() / unit), steps])
    names = {index: name for name, index in extractor.feature_to_idx.items()}
    extractor.feature_to_idx = {names[old]: new for new, old in enumerate(kept.tolist())}
    used = {name.split(".", 1)[1] for name in extractor.feature_to_idx if name.startswith(("w1.", "w-1."))}
    extractor.unigram &= used
    folder.mkdir(parents=True, exist_ok=True)
    extractor.save(str(folder))
    # whole numbers as float64: spacy-pkuseg's decoder takes nothing else, and only the proportions matter
    np.savez_compressed(folder / "weights.npz", sizes=np.array([n, len(kept)]), w=rounded.astype(np.float64))
    Model.load(str(folder))


def main() -> None:
    """Read, teach, train, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--text", type=Path, help="official text, one paragraph a line, plain or .xz")
    parser.add_argument("--characters", type=int, default=1_500_000, help="how much of it to take (default: %(default)s)")
    parser.add_argument("--output", type=Path, required=True, help="folder of the model")
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--features", type=int, default=200_000, help="how many features to keep (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    started = time.time()
    knowledge = load_knowledge()
    corpus = list(read_corpus(CORPUS))
    text = list(read_text(arguments.text, arguments.characters, arguments.seed)) if arguments.text else []
    teacher = Teacher(knowledge)
    teacher.count([*corpus, *text])
    data = sentences(teacher, corpus)
    random.Random(arguments.seed).shuffle(data)
    held, data = data[: len(data) // 20], data[len(data) // 20 :]
    # reports count twice: they are the genre, the other text is there for its words
    data = [*data, *data, *sentences(teacher, text)]
    print(f"{len(corpus)} paragraphs of reports, {len(text)} lines of text, {sum(len(t) for t, _ in data)} characters to learn from", flush=True)
    extractor = build_extractor(data, known_words(knowledge), min_word=3, min_feature=3)
    print(f"{len(extractor.unigram)} words, {len(extractor.feature_to_idx)} features, {time.time() - started:.0f} s", flush=True)
    examples, held_examples = featurize(extractor, data), featurize(extractor, held)
    weights = train(examples, held_examples, len(extractor.feature_to_idx), arguments.epochs, arguments.seed)
    write_model(extractor, weights, arguments.features, arguments.output)
    size = sum(path.stat().st_size for path in arguments.output.iterdir())
    print(f"{size / 2**20:.2f} MiB written, {time.time() - started:.0f} s", flush=True)


if __name__ == "__main__":
    sys.exit(main())
