"""Reading with a backend that says what it is told: windows are put together by characters, not by rows."""

import numpy as np
import pytest

from fazhi_nlp.encoder import reading
from fazhi_nlp.encoder.characters import _COMMON, SPECIALS, CharVocabulary
from fazhi_nlp.encoder.labels import Labels, begin, span_tags, tag_count
from fazhi_nlp.encoder.windows import Passage

VOCABULARY = CharVocabulary({token: k for k, token in enumerate([*SPECIALS, *dict.fromkeys(_COMMON), "。", "3", "余", "份"])})
LABELS = Labels(sections=("a", "b"), topics=("t",), entities=("LAW", "ACHIEVEMENT"), headings=("H1",))
SURE = 12.0


class Told:
    """Marks every 3余份 as an ACHIEVEMENT with the 政府 two places before it as indicator, says section b of rows that hold 3, counts calls."""

    budget = 4096

    def __init__(self):
        self.calls = 0

    def __call__(self, arrays):
        self.calls += 1
        ids = arrays["input_ids"]
        rows, tokens = ids.shape
        out = {"section": np.zeros((rows, 2)), "topics": np.full((rows, 1), -5.0), "headings": np.zeros((rows, tokens, 5))}
        out["tags"] = np.zeros((rows, tokens, tag_count(LABELS.entities)))
        out["headings"][:, :, 0] = out["tags"][:, :, 0] = SURE
        out["query"], out["key"] = np.zeros((rows, tokens, 16)), np.zeros((rows, tokens, 16))
        three = VOCABULARY.tokens["3"]
        for row in range(rows):
            out["section"][row, 1] = SURE if three in ids[row] else -SURE
            for at in np.flatnonzero(ids[row] == three):
                for k, tag in enumerate(span_tags(0, 3, 1)):
                    out["tags"][row, at + k] = 0
                    out["tags"][row, at + k, tag] = SURE
                out["query"][row, at, [0, 4, 8, 12]] = 9
                out["key"][row, at - 2, 0] = out["key"][row, at - 1, 4] = 9
                out["key"][row, 0, [8, 12]] = 9
                out["topics"][row] = 5.0
        return out


def test_spans_links_sections_and_topics():
    (found,) = reading.read([Passage("法治政府3余份", ("一、工作",))], VOCABULARY, LABELS, Told())
    (span,) = [s for s in found.entities if s[3] > 0.5]
    assert span[:3] == (4, 7, "ACHIEVEMENT")
    (link,) = found.links
    assert (link.anchor, link.indicator, link.action) == (4, (2, 4), None)
    assert link.indicator_score > 0.9
    assert found.section.argmax() == 1
    assert found.topics[0] > 0.9


def test_a_long_passage_is_read_once_for_each_character():
    piece = "依法行政工作开展学习制度责任。"
    text = piece * 60 + "政府3余份。" + piece * 30 + "政府3余份。" + piece * 3
    told = Told()
    (found,) = reading.read([Passage(text)], VOCABULARY, LABELS, told)
    sure = [s[:3] for s in found.entities if s[3] > 0.5]
    assert [text[s:e] for s, e, _ in sure] == ["3余份", "3余份"]
    assert [text[slice(*link.indicator)] for link in found.links if link.indicator] == ["政府", "政府"]
    assert found.topics[0] > 0.9
    # most windows say section a: the whole does too
    assert found.section.argmax() == 0


def test_passages_come_back_in_order_and_chunks_change_nothing(monkeypatch):
    passages = [Passage("法治" * n + "政府3余份" * (n % 2)) for n in (30, 1, 400, 7, 2, 211)]
    whole = reading.read(passages, VOCABULARY, LABELS, Told())
    monkeypatch.setattr(reading, "CHUNK", 2)
    pieces = reading.read(passages, VOCABULARY, LABELS, Told())
    for n, (a, b, passage) in enumerate(zip(whole, pieces, passages, strict=True)):
        assert a.entities == b.entities, n
        assert len([s for s in a.entities if s[3] > 0.5]) == passage.text.count("3余份")


def test_an_empty_passage_has_no_opinion():
    found, other = reading.read([Passage(""), Passage("法3余份")], VOCABULARY, LABELS, Told())
    assert found.entities == []
    assert np.exp(found.section).tolist() == pytest.approx([0.5, 0.5])
    assert other.entities


@pytest.mark.parametrize(
    ("first", "last", "want"), [((0, 0, 9, 0), (0, 0, 0, 9), (6, 8)), ((9, 0, 0, 0), (9, 0, 0, 0), None), ((0, 0, 0, 9), (0, 9, 8, 0), (6, 7))]
)
def test_the_best_link_is_a_span_in_order(first, last, want):
    from fazhi_nlp.encoder.lattice import log_softmax

    span, score = reading._best(log_softmax(np.array(first, float)), log_softmax(np.array(last, float)), 5)
    assert span == want or (want == (6, 7) and span is not None and span[0] < span[1])
    assert 0 < score <= 1


def test_begin_is_first_of_its_label():
    assert [begin(0), begin(1)] == [1, 5]
