import ast
import json
from dataclasses import replace
from pathlib import Path
from random import Random

import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("onnx")

from benchmarks.cluener import data, own, page, plain, run  # noqa: E402
from benchmarks.cluener.data import Sentence, lines, overlapping, sentences  # noqa: E402
from benchmarks.cluener.plain import Characters, to_spans, to_tags  # noqa: E402
from benchmarks.cluener.scoring import MACRO, MICRO, SURFACES, as_rows, count, differences, drawn, figures  # noqa: E402

from tests.encoder.conftest import CHARACTERS, SPECIALS  # noqa: E402

RECORDS = [
    {"text": "县政府委员普法。", "label": {"government": {"县政府": [[0, 2]]}, "position": {"委员": [[3, 4]]}}},
    {"text": "乡人大和县人大，人大", "label": {"organization": {"乡人大": [[0, 2]], "县人大": [[4, 6]]}}},
    {"text": "《法治条例》问题2份", "label": {"book": {"《法治条例》": [[0, 5]]}}},
]
GOLD = [
    Sentence("县政府委员普法。", ((0, 3, "government"), (3, 5, "position"))),
    Sentence("乡人大和县人大，人大", ((0, 3, "organization"), (4, 7, "organization"))),
    Sentence("《法治条例》问题2份", ((0, 6, "book"),)),
]
LABELS = ("book", "government", "organization", "position")


def written(folder, names=("train.json", "dev.json"), records=RECORDS):
    folder.mkdir(exist_ok=True)
    for name in names:
        (folder / name).write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    """A base of the form of this project's: vocab.json and normalize.json, one token a character."""
    from transformers import BertConfig, BertModel

    folder = tmp_path_factory.mktemp("base")
    tokens = [*SPECIALS, *CHARACTERS]
    (folder / "vocab.json").write_text(json.dumps(tokens, ensure_ascii=False), encoding="utf-8")
    (folder / "normalize.json").write_text(json.dumps({"縣": "县", "９": "9"}, ensure_ascii=False), encoding="utf-8")
    torch.manual_seed(0)
    config = BertConfig(vocab_size=len(tokens), hidden_size=32, num_hidden_layers=2, num_attention_heads=2, intermediate_size=64, max_position_embeddings=64)
    BertModel(config, add_pooling_layer=False).save_pretrained(folder)
    return folder


@pytest.mark.parametrize("names", [("train.json", "dev.json"), ("cluener_train.jsonl", "cluener_dev.jsonl")])
def test_reading(tmp_path, names):
    folder = written(tmp_path, names)
    assert sentences(lines(folder, "dev")) == GOLD
    assert sentences(lines(folder, "train", limit=2)) == GOLD[:2]
    (folder / names[1]).unlink()
    with pytest.raises(FileNotFoundError, match=r"dev\.json"):
        lines(folder, "dev")


@pytest.mark.parametrize(
    "record",
    [
        '{"text": "县政府"}',
        "县政府",
        '{"text": "县政府", "label": {"government": {"县政府": [[0, 3]]}}}x',
        '{"text": "县政府", "label": {"government": {"县政府": [[0, 1]]}}}',
        '{"text": "县政府", "label": {"government": {"": [[0, -1]]}}}',
    ],
)
def test_what_does_not_fit_is_refused_with_its_line(record):
    with pytest.raises(ValueError, match="line 2"):
        sentences(['{"text": "县", "label": {}}', record])


def test_entities_that_overlap_are_counted():
    spans = ((0, 3, "government"), (0, 5, "organization"), (4, 6, "name"), (6, 7, "name"))
    assert overlapping([Sentence("县政府委员普法。", spans), *GOLD]) == 2


def test_tags_of_spans_and_back():
    assert to_tags(6, [(4, 5, "name"), (0, 3, "book")]) == ["B-book", "I-book", "I-book", "O", "B-name", "O"]
    rng = Random(0)
    for _ in range(200):
        cuts = sorted(rng.sample(range(1, 20), 6))
        spans = [(a, b, rng.choice(LABELS)) for a, b in zip([0, *cuts], [*cuts, 20], strict=True) if rng.random() < 0.6]
        assert to_spans(to_tags(20, spans)) == spans


def test_tags_that_no_annotation_has():
    assert to_spans(["I-a", "I-a", "I-b", "O", "I-b", "B-b", "B-b", "I-a"]) == [(0, 2, "a"), (2, 3, "b"), (4, 5, "b"), (5, 6, "b"), (6, 7, "b"), (7, 8, "a")]


def test_of_spans_that_overlap_the_first_and_longest_is_learnt():
    assert to_spans(to_tags(8, [(3, 8, "c"), (0, 2, "b"), (0, 4, "a")])) == [(0, 4, "a")]


def test_one_token_a_character(base):
    characters = Characters(base)
    tokens = [*SPECIALS, *CHARACTERS]
    assert characters.row("县縣鬱") == [tokens.index(t) for t in ("[CLS]", "县", "县", "[UNK]", "[SEP]")]
    assert own.same_ids(base, ["县縣９鬱"], [characters("县縣９鬱")]) == 4
    assert own.same_ids(base, ["县县"], [[characters("县")[0], 1]]) == 1


def test_scores_against_a_count_by_hand():
    # first: one right, one with a wrong label; second: one right twice said, one with a wrong edge; third: missed
    found = [[(0, 3, "government"), (3, 5, "organization")], [(0, 3, "organization"), (0, 3, "organization"), (4, 6, "organization")], []]
    rows = {f.name: f for f in figures(count(GOLD, [found], LABELS), drawn(3, samples=200))}
    assert (rows[MICRO].right, rows[MICRO].wrong, rows[MICRO].missed, rows[MICRO].n) == (2, 2, 3, 5)
    assert rows[MICRO].f1 == pytest.approx(2 * 2 / (2 * 2 + 2 + 3))
    assert (rows[MICRO].precision, rows[MICRO].recall) == (2 / 4, 2 / 5)
    assert rows["organization"].f1 == pytest.approx(2 / (2 + 2 + 1))
    assert rows[MACRO].f1 == pytest.approx((0 + 1 + 2 / 5 + 0) / 4)
    assert rows[MICRO].low < rows[MICRO].f1 < rows[MICRO].high
    twice = {f.name: f for f in figures(count(GOLD, [found, [list(s.spans) for s in GOLD]], LABELS), drawn(3, samples=50))}
    assert (twice[MICRO].right, twice[MICRO].n, twice["book"].f1) == (7, 5, pytest.approx(2 / 3))


def test_surfaces_count_once_wherever_they_stand():
    gold = [Sentence("人大和人大", ((0, 2, "name"), (3, 5, "name")))]
    rows = {f.name: f for f in figures(count(gold, [[[(0, 2, "name")]]], ("name",)), drawn(1, samples=5))}
    assert rows[SURFACES].f1 == 1
    assert rows[SURFACES].n == 1
    assert rows[MACRO].f1 == rows[MICRO].f1 == pytest.approx(2 / 3)
    assert rows[MICRO].low is None


def test_overlapping_annotation_counts_all():
    gold = [Sentence("县政府委员", ((0, 3, "government"), (0, 5, "position")))]
    (row, *_) = figures(count(gold, [[[(0, 5, "position")]]], LABELS), drawn(1, samples=5))
    assert (row.right, row.wrong, row.missed) == (1, 0, 1)


def test_differences_are_paired():
    gold = GOLD * 20
    all_of = [list(s.spans) for s in gold]
    some = [spans[:1] for spans in all_of]
    draws = drawn(len(gold), samples=300)
    better, same = (count(gold, [spans], LABELS) for spans in (all_of, some))
    rows = {d.name: d for d in differences(better, same, draws)}
    assert rows[MICRO].verdict == "better"
    assert rows[MICRO].difference == pytest.approx(1 - 2 * 3 / (3 + 5))
    assert rows["book"].verdict == "not told apart"
    assert {d.verdict for d in differences(same, same, draws)} == {"not told apart"}
    assert {(d.low, d.high) for d in differences(same, same, draws)} == {(0.0, 0.0)}
    assert rows[MICRO].low == pytest.approx(-differences(same, better, draws)[0].high)


def test_each_draw_has_as_many_sentences():
    draws = drawn(7, samples=20)
    assert draws.shape == (21, 7)
    assert set(draws.sum(axis=1)) == {7}
    assert np.array_equal(draws, drawn(7, samples=20))


def test_the_plain_classifier_imports_nothing_of_the_library():
    for module in (plain, data):
        tree = ast.parse(Path(module.__file__).read_text(encoding="utf-8"))
        names = [
            node.module if isinstance(node, ast.ImportFrom) else alias.name
            for node in ast.walk(tree)
            for alias in getattr(node, "names", ())
            if "Import" in type(node).__name__
        ]
        assert names
        assert not [name for name in names if name.startswith(("fazhi_nlp", "benchmarks.")) and name != "benchmarks.cluener.data"]


@pytest.fixture(scope="module")
def asked(base, tmp_path_factory):
    """Three sentences to learn by heart, with rates for so small a model."""
    folder = tmp_path_factory.mktemp("cluener")
    found = run.task(data=written(folder / "data"), work=folder / "work", base=base, epochs=30, limit=None)
    return replace(found, settings=replace(found.settings, encoder_rate=5e-3, head_rate=2e-2, average=0.8, bf16=False, threads=1))


@pytest.fixture(scope="module")
def found(asked):
    return run.compare(asked, [0])


def test_both_systems_learn_three_sentences_by_heart(found):
    assert {name: row["f1"] for name, rows in found["figures"].items() for row in rows if row["name"] == MICRO} == dict.fromkeys(
        (run.OWN, run.EXPORTED, run.PLAIN), 1.0
    )
    assert found["trainings"][run.PLAIN][0]["steps"] == 30
    assert found["same_ids"] == found["data"]["characters"] == sum(len(s.text) for s in GOLD)


def test_the_reported_sentences_are_not_shown_to_the_training(asked, found):
    record = json.loads((asked.work / "own_0" / "training.json").read_text(encoding="utf-8"))
    assert len(record["data"]["train"]) == 3
    assert record["data"]["dev"] == record["data"]["test"] == []


def test_what_is_there_is_not_done_again(asked, found, monkeypatch):
    def never(*_):
        raise AssertionError

    monkeypatch.setattr(own, "train", never)
    monkeypatch.setattr(own, "entities", never)
    monkeypatch.setattr(plain, "run", never)
    assert run.compare(asked, [0]) == found
    with pytest.raises(AssertionError):
        run.compare(asked, [1])


def test_another_task_has_another_folder(asked, base, tmp_path):
    options = {"data": written(tmp_path / "data"), "work": asked.work.parent, "base": base, "epochs": 30, "limit": None}
    assert run.task(**options).work == asked.work
    assert len({run.task(**{**options, **change}).work for change in ({}, {"epochs": 2}, {"limit": 2})}) == 3
    with pytest.raises(FileNotFoundError, match="--base"):
        run.task(**{**options, "base": tmp_path})


def test_the_page(found):
    text = page.page(found)
    assert "| this project, torch in 32 bit | 100.0 (100.0–100.0) | 100.0 | 100.0 | 5 | 0 | 0 |" in text
    assert "is within the plain classifier's interval: 100.0, 100.0 (100.0–100.0)." in text
    assert "| BERT-base | 78.8 |" in text
    assert "(30, of `configs/cluener.toml`)" in text


def test_the_page_says_where_it_is_worse(found):
    gold = GOLD * 20
    all_of, some = ([list(s.spans)[:k] for s in gold] for k in (2, 1))
    draws = drawn(len(gold), samples=300)
    counted = {name: count(gold, [spans, spans], LABELS) for name, spans in ((run.OWN, some), (run.EXPORTED, some), (run.PLAIN, all_of))}
    changed = {
        **found,
        "seeds": [0, 1],
        "trainings": {name: runs * 2 for name, runs in found["trainings"].items()},
        "figures": {name: as_rows(figures(c, draws)) for name, c in counted.items()},
        "by_seed": {run.OWN: [0.7, 0.8], run.EXPORTED: [0.75, 0.75], run.PLAIN: [1.0, 1.0]},
        "differences": {name: as_rows(differences(counted[name], counted[run.PLAIN], draws)) for name in (run.OWN, run.EXPORTED)},
    }
    text = page.page(changed)
    assert "is below the plain classifier's interval: 75.0, 100.0 (100.0–100.0)." in text
    assert "[70.0, 80.0]" in text
    assert "Trained 2 times, counts summed (seed 0, 1)." in text
    assert "| -25.0 (-" in text
    assert "| 1.000 | worse |" in text
