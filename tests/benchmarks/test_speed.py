import json
from dataclasses import asdict
from types import SimpleNamespace

import numpy as np
import pytest
from benchmarks.speed import measure
from benchmarks.speed.backends import load_of
from benchmarks.speed.figures import bootstrap, growth, median, per_second, row_of, slope, times
from benchmarks.speed.floor import ATTENTION, HEADS, LAYERS, is_int8, multiply_adds, product, read_form
from benchmarks.speed.keys import ALL, INT8, MODEL, PRECISIONS, PROCESS, TORCH_BF16, TORCH_FP32
from benchmarks.speed.machine import read_info
from benchmarks.speed.measure import Measured, Spent, Work, take_turns, whole
from benchmarks.speed.operators import shares
from benchmarks.speed.page import page
from benchmarks.speed.plan import QUICK, Form, document, small_reports
from benchmarks.speed.stages import REST, Watch, staged
from benchmarks.speed.startup import WITH_TORCH, save_texts

from fazhi_nlp.encoder.characters import SPECIALS, CharVocabulary
from fazhi_nlp.encoder.windows import LONGEST, OVERLAP, Passage, windows
from fazhi_nlp.pipeline import assemble
from tests.encoder.conftest import CHARACTERS, tiny, tiny_base  # noqa: F401


def row(seconds, **units):
    return row_of(Measured(units, {number: Spent(s, 2 * s) for number, s in enumerate(seconds)}))


def some_input(tokens):
    ids = np.arange(tokens, dtype=np.int64)[None] + len(SPECIALS)
    return {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.ones_like(ids), "place": np.zeros((1, 3), dtype=np.int64)}


# figures


def test_the_median_of_a_skewed_sample_has_an_interval_between_its_runs():
    found = median([1.0, 1.1, 1.2, 1.3, 9.0])
    assert found.value == 1.2
    assert 1.0 <= found.low < 1.2 < found.high <= 9.0
    assert median([1.0, 1.1, 1.2, 1.3, 9.0]) == found
    assert median([2.0]) == (2.0, 2.0, 2.0)
    with pytest.raises(ValueError, match="no run"):
        median([])


def test_the_interval_covers_the_true_median_about_as_often_as_it_says():
    rng = np.random.default_rng(1)
    held = 0
    for trial in range(150):
        runs = rng.lognormal(0, 0.5, 25)
        found = bootstrap(len(runs), lambda rows, runs=runs: np.median(runs[rows], axis=1), seed=trial)
        held += found.low <= 1 <= found.high
    assert 0.88 < held / 150 < 1


def test_a_rate_is_least_where_the_time_is_most():
    found = per_second(row([1.0, 2.0, 4.0], characters=100), "characters")
    assert found == (50, 25, 100)


def test_a_slow_round_cancels_out_of_a_ratio():
    slow = [1, 1, 50, 1, 7]
    a, b = row([3.0 * s for s in slow], characters=300), row([1.0 * s for s in slow], characters=200)
    assert times(a, b, "characters") == pytest.approx((2.0, 2.0, 2.0))
    # of rounds in which only one ran nothing is known
    del b["runs"]["2"]
    b["runs"]["1"] = 2.0
    assert times(a, b, "characters").low == 1.0


def test_slopes():
    sizes = [1_000, 5_000, 20_000]
    assert slope(sizes, np.array([[s**1.5 * 3e-7 for s in sizes], [2.0, 2.0, 2.0]])) == pytest.approx([1.5, 0])
    # a fixed cost hides growth among small sizes; the last step shows it
    rows = {size: row([f * (0.5 + 1e-6 * size + 1e-9 * size**2) for f in (1.0, 1.2, 0.9)]) for size in (100, 1_000, 1_000_000, 10_000_000)}
    found = growth(rows)
    assert found["all"]["value"] < found["last"]["value"]
    assert found["last"]["value"] == pytest.approx(2, abs=0.01)
    assert found["last"]["low"] <= found["last"]["value"] <= found["last"]["high"]


# timing


def test_works_take_turns_and_each_round_begins_with_another(monkeypatch):
    monkeypatch.setattr(measure, "REST", 0)
    order = []
    works = [Work(whole(name, lambda name=name: order.append(name)), {"n": 1}, every=every) for name, every in (("a", 1), ("b", 1), ("c", 2))]
    found = take_turns([*works, Work(whole("cold", lambda: order.append("d")), {}, warm=False)], 3, say=lambda _: None)
    assert "".join(order) == "abc" + "abcd" + "bda" + "cdab"
    assert sorted(found["a"].runs) == [0, 1, 2]
    assert sorted(found["c"].runs) == [0, 2]
    with pytest.raises(ValueError, match="two works measure a"):
        take_turns([works[0], works[0]], 1, say=lambda _: None)


def test_repeats_are_one_run():
    calls = []
    found = whole("a", lambda: calls.append(1), times=5)()
    assert len(calls) == 5
    assert set(found) == {"a"}


def test_the_watch_parts_the_encoder_from_the_rest_of_its_component(nlp):
    watched = Watch(lambda arrays: {"seen": arrays["x"] ** 2})

    def reader(doc):
        for _ in range(20):
            assert watched({"x": np.full((200, 200), 2.0)})["seen"][0, 0] == 4
        return doc

    pipeline = SimpleNamespace(make_doc=nlp.make_doc, pipeline=[*nlp.pipeline, ("reader", reader)], meta=nlp.meta, lang=nlp.lang)
    found = staged(pipeline, ["一、主要举措\n发放宣传册3000余份。"] * 2, batch_size=2, watched=watched)
    assert [*found] == ["tokenizer", *nlp.pipe_names, "reader: encoder", "reader: rest", "report", ALL]
    assert found["reader: encoder"] == watched.spent
    assert found["reader: rest"].seconds > 0
    assert found[ALL].seconds == pytest.approx(sum(spent.seconds for name, spent in found.items() if name != ALL))
    assert "reader" in staged(pipeline, ["一、主要举措"], batch_size=2)


# texts and windows


def test_texts_are_of_the_size_that_is_asked():
    texts = ["甲" * 7, "乙" * 5]
    assert [len(document(texts, length)) for length in (3, 14, 100)] == [3, 14, 100]
    assert small_reports(texts, 6, 4) == ["甲甲甲甲", "甲甲甲", "乙乙乙乙", "乙", "甲甲甲甲", "甲甲甲"]
    assert small_reports(["甲甲\n\n\n乙"], 3, 2) == ["甲甲", "\n乙", "甲甲"]


def test_a_load_counts_characters_once_and_tokens_with_all_that_is_read():
    vocabulary = CharVocabulary({token: number for number, token in enumerate([*SPECIALS, *CHARACTERS])})
    # without the end of a sentence: cut where the room ends, two windows share OVERLAP characters
    rows = windows([Passage("政" * 300, ("一、举措",)), Passage("法治")], vocabulary)
    load = load_of(rows, vocabulary.pad)
    assert load.characters == 302
    assert sorted(load.lengths) == sorted([LONGEST, 300 - (LONGEST - 5) + OVERLAP + 5, 2 + 3])
    assert load.tokens == sum(load.lengths)
    assert load.padded >= load.tokens
    assert load.to_dict()["windows"] == 3
    assert len(load_of(rows, vocabulary.pad, budget=1).arrays) == 3


# the floor


def test_multiply_adds_are_those_counted_by_hand():
    form = Form(layers=2, hidden=4, intermediate=6, pooled=5, tagged=7)
    # two windows, of 3 and of 1 token
    found = multiply_adds(form, [3, 1])
    # a layer, a token: query, key, value, output 4 × 16; there and back 2 × 24
    assert found[LAYERS] == 2 * 4 * (64 + 48)
    # a layer: scores 3 × 3 × 4 and as many for their use; 1 × 1 × 4 likewise
    assert found[ATTENTION] == 2 * (36 + 36 + 4 + 4)
    # a token 4 × 7; a window 4 × 4 and 4 × 5
    assert found[HEADS] == 4 * 28 + 2 * (16 + 20)


def test_the_form_of_an_export_counts_every_weight(tiny, tmp_path):  # noqa: F811
    pytest.importorskip("onnx")
    from torch import nn

    from fazhi_nlp.training.export import export

    model, _ = tiny
    export(model, tmp_path / "model.onnx", calibration=[some_input(8)])
    form = read_form(tmp_path / "model.onnx")
    assert (form.layers, form.hidden, form.intermediate) == (2, 32, 64)
    # one window of one token meets each weight of a linear layer once
    counts = multiply_adds(form, [1])
    assert counts[LAYERS] + counts[HEADS] == sum(layer.weight.numel() for layer in model.modules() if isinstance(layer, nn.Linear))
    assert is_int8(tmp_path / "model.onnx")


def test_a_file_that_is_no_encoder_has_no_form(tmp_path):
    onnx = pytest.importorskip("onnx")
    graph = onnx.helper.make_graph([], "empty", [], [])
    onnx.save(onnx.helper.make_model(graph), tmp_path / "empty.onnx")
    with pytest.raises(ValueError, match="no encoder"):
        read_form(tmp_path / "empty.onnx")
    assert not is_int8(tmp_path / "empty.onnx")


def test_products_are_of_the_shape_that_is_counted():
    pytest.importorskip("onnx")
    rng = np.random.default_rng(0)
    first, second = rng.integers(0, 256, (3, 5), dtype=np.uint8), rng.integers(-127, 128, (5, 4), dtype=np.int8)
    assert (product("int8", 3, 5, 4)() == first.astype(int) @ second.astype(int)).all()
    assert product("fp32", 3, 5, 4)().shape == (3, 4)


def test_shares_of_operators():
    def event(name, kind, spent):
        return {"cat": "Node", "name": f"{name}_kernel_time", "dur": spent, "args": {"op_name": kind}}

    events = [event("a", "MatMulInteger", 30), event("b", "MatMulInteger", 30), event("c", "BiasGelu", 40), {"cat": "Session", "name": "run", "dur": 500}]
    assert shares(events) == [
        {"operator": "MatMulInteger", "share": 0.6, "product": True},
        {"operator": "BiasGelu", "share": 0.4, "product": False},
    ]


def test_a_processor_is_named():
    found = read_info("processor\t: 0\nmodel name\t: A CPU: with a colon\nflags\t\t: fpu avx2\n\nprocessor\t: 1\nmodel name\t: other\n")
    assert found["model name"] == "A CPU: with a colon"
    assert found["flags"] == "fpu avx2"


# the page


@pytest.fixture
def found():
    """A small result, as a run gives it."""
    load = {"characters": 1_000, "windows": 10, "batches": 2, "tokens": 1_250, "padded": 1_500}
    texts = {"characters": 10_000, "reports": 5}
    rows = {
        "pipeline/model": row([1.0, 1.1, 0.9], **texts), "pipeline/rules": row([0.1, 0.11, 0.09], **texts), "pipeline/spacy": row([2.0, 2.2, 1.8], **texts),
        "batch/1": row([1.5], **texts), "batch/16": row([1.0], **texts), "batch/32": row([0.8], **texts),
        "stage/fazhi_bert: encoder": row([0.6], **texts), "stage/fazhi_bert: rest": row([0.3], **texts), "stage/all": row([0.9], **texts),
        f"encoder/{INT8}": row([0.10, 0.12, 0.11], **load), f"encoder/{TORCH_FP32}": row([0.3, 0.36, 0.33], **load),
        f"encoder/{TORCH_BF16}": row([0.05, 0.06, 0.055], **load), f"base/{INT8}": row([0.8], **load),
        "budget/512": row([0.12], **load), "budget/4096": row([0.10], **load),
        "corpus/10": row([1.0], reports=10, characters=5_000), "corpus/20": row([2.0], reports=20, characters=10_000),
    }  # fmt: skip
    rows |= {f"rate/{precision}/{size}": row([0.01 * slower] * 3, multiply_adds=1e9) for precision in PRECISIONS for size, slower in (("big", 1), ("own", 2))}
    for length, spent in ((300, 1.0), (1_200, 8.0)):
        rows |= {f"length/{length}/slow": row([spent], characters=length), f"length/{length}/{ALL}": row([spent + length], characters=length)}
    memory = {MODEL: {"load": 200.0, "first report": 300.0}, "rules": {"load": 150.0, "first report": 160.0}}
    for kind in memory:
        rows |= {f"startup/{kind}/{step}": row([spent]) for step, spent in (("load", 0.5), ("first report", 0.1), (PROCESS, 1.0))}
    exponents = {name: growth({n: rows[f"length/{n}/{name}"] for n in (300, 1_200)}) for name in ("slow", ALL)}
    form = asdict(Form(6, 384, 1536))
    return {
        "machine": {
            "processor": "A CPU", "architecture": "x86_64", "cores": 2, "usable_cores": 2, "instructions": ["avx2"], "system": "Linux", "load": 0.1, "others": 0.0,
        },
        "versions": {"Python": "3.11"},
        "model": {"name": "zh_fazhi_report 0.1.0", "sha256": "ab", "mebibytes": 14.2},
        "texts": {"split": "dev", **texts},
        "plan": asdict(QUICK),
        "defaults": {"documents": 16, "tokens": 4096, "backend": INT8},
        "spacy": {"width": 96, "depth": 4, "segmenter": "char"},
        "encoder": {"form": form, "load": load, "multiply_adds": {LAYERS: 900_000_000, ATTENTION: 60_000_000, HEADS: 40_000_000}, "agreement": 0.998},
        "base": {"form": form, "multiply_adds": {LAYERS: 8_000_000_000}},
        "rows": rows,
        "operators": [{"operator": "MatMulInteger", "share": 0.8, "product": True}, {"operator": "BiasGelu", "share": 0.2, "product": False}],
        "growth": {"length": exponents, "corpus": growth({5_000: rows["corpus/10"], 10_000: rows["corpus/20"]})},
        "memory": memory,
    }  # fmt: skip


def tables_of(text):
    blocks = [block.splitlines() for block in text.split("\n\n")]
    return [block for block in blocks if block[0].startswith("|")]


def line_with(text, part):
    return next(line for line in text.splitlines() if part in line)


def test_the_page_tells_what_the_figures_say(found):
    text = page(found)
    # 1,000,000,000 multiply-adds at 1e9 in 0.01 s: 10 microseconds for each of 1,000 characters; measured 110
    assert "| 10.00 | 110.00 (" in line_with(text, "| ONNX int8 | 10.00")
    assert "11.0 (10.0–12.0) times its arithmetic floor" in text
    # shape 2, padding 1.2, operators 1/0.8: 3; the rest of 11
    assert "Factors: 2.00 the shape" in text
    assert "1.20 padding; 1.25 operators that multiply no matrices, such as `BiasGelu` (20% of the time); 3.67 is left" in text
    assert "20% are not characters" in text
    assert "torch bf16 is the fastest on this machine, not the default" in text
    assert "Faster than the default: 32 for 16 documents a batch takes 0.80" in text
    assert "None of the numbers of tokens a batch is faster than the default of 4,096" in text
    assert "spaCy's own pipeline, which marks entities and does nothing else, is 2.0 (2.0–2.0) times as slow as the whole pipeline" in text
    assert "`fazhi_bert: encoder` with 67% of the time" in text
    assert "A BERT-base needs 8.0 times the multiply-adds and takes 8.0" in text
    assert "more than in proportion between the two longest: `slow`." in text
    assert "Other programs kept" not in text


def test_every_row_of_a_table_has_the_columns_of_its_header(found):
    every = tables_of(page(found))
    assert len(every) > 10
    for lines in every:
        assert len({line.count("|") for line in lines}) == 1, lines[0]


def test_the_page_says_what_was_left_out(found):
    found["base"] = None
    found["rows"] = {name: one for name, one in found["rows"].items() if not name.startswith(("base/", f"encoder/{TORCH_FP32}", f"encoder/{TORCH_BF16}"))}
    found["encoder"]["agreement"] = None
    found["machine"] |= {"others": 1.4, "instructions": None}
    text = page(found)
    assert "Without the BERT-base" in text
    assert "no torch weights of it were given" in text
    assert "Other programs kept 1.4 of 2 cores busy" in text
    assert "Instruction sets for matrices: not known" in text
    assert "torch fp32" not in text


def test_the_page_is_made_of_what_json_keeps(found):
    assert page(json.loads(json.dumps(found))) == page(found)


@pytest.mark.slow
def test_a_run_in_small(tiny, tmp_path):  # noqa: F811
    pytest.importorskip("onnx")
    from benchmarks.speed.run import measure_speed

    from fazhi_nlp.encoder.labels import Labels
    from fazhi_nlp.encoder.model import describe
    from fazhi_nlp.encoder.sections import transitions
    from fazhi_nlp.training.export import export

    model, vocabulary = tiny
    weights = tmp_path / "encoder"
    weights.mkdir()
    model.save_pretrained(weights)
    vocabulary.save(weights)
    describe(weights, Labels(), transitions([["title", "measures", "signature"]] * 3))
    export(model, weights / "model.onnx", calibration=[some_input(8)])
    assemble(encoder=weights).to_disk(tmp_path / "pipeline")
    found = measure_speed(QUICK, model=tmp_path / "pipeline", weights=weights, base=True, say=lambda _: None)
    assert found["encoder"]["agreement"] > 0.5
    assert set(found["memory"]) == {"model", "rules", f"model, {WITH_TORCH}"}
    assert found["rows"]["stage/fazhi_bert: encoder"]["seconds"]["value"] < found["rows"][f"stage/{ALL}"]["seconds"]["value"]
    assert found["rows"][f"stage/fazhi_bert: {REST}"]["characters"] == found["rows"]["pipeline/model"]["characters"]
    text = page(json.loads(json.dumps(found)))
    for lines in tables_of(text):
        assert len({line.count("|") for line in lines}) == 1, lines[0]
    assert str(tmp_path) not in text + json.dumps(found)


def test_the_texts_of_a_child_keep_their_name(tmp_path):
    path = save_texts("first report", ["法治"], tmp_path)
    assert json.loads(path.read_text(encoding="utf-8")) == ["first report", ["法治"]]
