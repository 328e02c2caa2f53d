from random import Random

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from fazhi_nlp.core.docs import SECTION_LABELS, TOPIC_LABELS  # noqa: E402
from fazhi_nlp.encoder.characters import _COMMON, SPECIALS, CharVocabulary  # noqa: E402
from fazhi_nlp.encoder.labels import Labels, span_tags  # noqa: E402
from fazhi_nlp.encoder.modeling import IGNORED  # noqa: E402
from fazhi_nlp.encoder.windows import MIDDLE, place_of  # noqa: E402
from fazhi_nlp.gold.markup import GoldReport, parse_paragraph  # noqa: E402
from fazhi_nlp.training.examples import examples, nearest, to_batch  # noqa: E402
from fazhi_nlp.training.settings import Settings  # noqa: E402
from fazhi_nlp.training.stream import Batches, section_weights  # noqa: E402

VOCABULARY = CharVocabulary({token: k for k, token in enumerate([*SPECIALS, *dict.fromkeys(_COMMON)])})
LABELS = Labels()
REPORT = GoldReport(
    "r",
    [
        parse_paragraph("[measures] <H1>一、工作</H1>"),
        parse_paragraph("[measures|publicity] 发放手册<ACHIEVEMENT v=30 c=eq u=份 i=手册 a=发放>30份</ACHIEVEMENT>，学<LAW>宪法</LAW>。"),
        parse_paragraph("[measures] 另有<ACHIEVEMENT v=2 c=eq u=次 i=会议>2次</ACHIEVEMENT>。"),
    ],
)


def made(report=REPORT, **kwargs):
    return list(examples(report, VOCABULARY, LABELS, rng=Random(0), **kwargs))


def test_targets_stand_on_the_characters():
    _, second, third = made()
    at = second.window.offset
    assert second.section == SECTION_LABELS.index("measures")
    assert second.topics == [float(t == "publicity") for t in TOPIC_LABELS]
    wanted = np.full(len(second.window.ids), IGNORED)
    wanted[at : at + 11] = [0, 0, 0, 0, *span_tags(0, 3, LABELS.entities.index("ACHIEVEMENT")), 0, 0, *span_tags(0, 2, LABELS.entities.index("LAW"))]
    wanted[at + 11] = 0
    assert second.tags.tolist() == wanted.tolist()
    assert second.links == [[at + 4, at + 2, at + 3, at, at + 1]]
    # the indicator stands in no word of the paragraph: not asked; there is no action: the [CLS]
    assert third.links == [[third.window.offset + 2, IGNORED, IGNORED, 0, 0]]


def test_headings_and_paths():
    first, second, _ = made()
    assert first.headings[first.window.characters].tolist() == span_tags(0, 4, 0)
    assert VOCABULARY.encode("工作").tolist() == second.window.ids[1:3].tolist()
    assert made(path_dropout=1.0)[1].window.offset == 2


def test_a_span_cut_by_a_window_is_not_asked():
    text = "依法" * 119 + "《" + "政府" * 30 + "》" + "工作" * 60
    report = GoldReport("long", [parse_paragraph("[plan] " + text.replace("《", "<LAW>《").replace("》", "》</LAW>"))])
    found = made(report)
    assert len(found) > 1
    cut = [e for e in found if (e.tags[e.window.characters] == IGNORED).any()]
    whole = [e for e in found if 1 + 4 * LABELS.entities.index("LAW") in e.tags]
    assert cut
    assert whole
    assert not set(map(id, cut)) & set(map(id, whole))


def test_text_without_sections_teaches_only_that_there_is_no_entity():
    (example,) = made(GoldReport("n", [parse_paragraph("[plan] 依法办理。")]))
    report = GoldReport("n", [type(REPORT.paragraphs[0])("依法办理。", "")])
    (example,) = made(report)
    assert example.section == IGNORED
    assert set(example.topics) == {float(IGNORED)}
    assert (example.headings == IGNORED).all()
    assert (example.tags[example.window.characters] == 0).all()


@pytest.mark.parametrize(("words", "want"), [("会", 5), ("议", 6), ("开", 0), ("无", None), ("3", None)])
def test_the_nearest_words_outside_the_quantity(words, want):
    text = "开会，3次会议开"
    span = parse_paragraph("[plan] 开会，<ACHIEVEMENT v=3 c=eq u=次 i=会议>3次</ACHIEVEMENT>会议开").entities[0]
    assert nearest(words, span, text) == want


def test_a_text_without_a_title_has_no_places():
    assert {e.window.place for e in made()} == {place_of(*MIDDLE)}
    whole = GoldReport("w", [parse_paragraph("[title] 报告"), *REPORT.paragraphs])
    assert [e.window.place for e in made(whole)] == [place_of(k, 4) for k in range(4)]


def test_pieces_hold_everything_once():
    settings = Settings(batch_tokens=64, fragments=1.0)
    stream = Batches([REPORT], VOCABULARY, LABELS, settings)
    found = {n: [e for batch in stream.epoch(n) for e in batch] for n in range(12)}
    characters = {n: sum(e.window.end - e.window.start for e in epoch) for n, epoch in found.items()}
    assert set(characters.values()) == {sum(len(p.text) for p in REPORT.paragraphs)}
    # the second paragraph: under the heading of the same piece, or without one in a piece of its own
    assert len({e.window.offset for n in range(1, 12) for e in found[n] if e.links}) == 2


def test_batches():
    batch = to_batch(made(), VOCABULARY.pad)
    rows, tokens = batch["input_ids"].shape
    assert batch["tag_labels"].shape == batch["heading_labels"].shape == (rows, tokens) == (3, tokens)
    assert batch["link_labels"][:, 0].tolist() == [1, 2]
    assert (batch["tag_labels"][batch["attention_mask"] == 0] == IGNORED).all()


def test_epochs_are_reproducible_and_differ():
    settings = Settings(augmentation={"half_width": 0.9, "rename_places": 0.9}, batch_tokens=64)
    streams = [Batches([REPORT] * 3, VOCABULARY, LABELS, settings) for _ in range(2)]
    ids = [[[e.window.ids.tolist() for e in batch] for batch in stream.epoch(4)] for stream in streams]
    assert ids[0] == ids[1]
    assert ids[0] != [[e.window.ids.tolist() for e in batch] for batch in streams[0].epoch(5)]
    assert sum(len(batch) for batch in streams[0].epoch(0)) == 9


def test_rare_sections_weigh_more():
    weights = section_weights([REPORT, GoldReport("s", [parse_paragraph("[plan] 甲")])], LABELS)
    assert weights[SECTION_LABELS.index("plan")] > weights[SECTION_LABELS.index("measures")]
    assert float(weights.mean()) == pytest.approx(1.0)
