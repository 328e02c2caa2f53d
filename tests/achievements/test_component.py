import multiprocessing

import pytest
import spacy
from spacy.language import Language

from fazhi_nlp.core.docs import make_span, register_extensions
from fazhi_nlp.core.errors import ConfigError
from fazhi_nlp.core.tokenizer import NAME

TEXT = "一、主要举措\n发放宣传册3000余份，化解纠纷31起。\n明年举办培训班3期。"
QUANTITIES = [("3000余份", "ACHIEVEMENT"), ("31起", "ACHIEVEMENT"), ("3期", "TARGET")]


@Language.component("numbers_test_marks")
def marks(doc):  # type: ignore[no-untyped-def]
    """Paragraphs by line and the quantities of `QUANTITIES`, as a model would find them: without attributes."""
    register_extensions()
    paragraphs, start = [], 0
    for line in doc.text.split("\n"):
        paragraphs.append(make_span(doc, start, start + len(line), "measures"))
        start += len(line) + 1
    doc.spans["paragraphs"] = paragraphs
    wanted = [(doc.text.find(t), t, label) for t, label in [*QUANTITIES, ("若干", "ACHIEVEMENT")]]
    doc.set_ents([make_span(doc, at, at + len(t), label) for at, t, label in wanted if at >= 0])
    return doc


def pipeline(tokenizer: str | None = NAME) -> Language:
    nlp = spacy.blank("zh", config={"nlp": {"tokenizer": {"@tokenizers": tokenizer}}} if tokenizer else {})
    nlp.add_pipe("numbers_test_marks")
    nlp.add_pipe("fazhi_achievements")
    return nlp


def rows(doc) -> list[tuple]:  # type: ignore[no-untyped-def, type-arg]
    return [(a.text, a.value, a.comparator, a.unit, a.indicator, a.action, a.status, a.paragraph) for a in doc._.achievements]


EXPECTED = [
    ("3000余份", 3000, "gt", "份", "宣传册", "发放", "achieved", 1),
    ("31起", 31, "eq", "起", "纠纷", "化解", "achieved", 1),
    ("3期", 3, "eq", "期", "培训班", "举办", "planned", 2),
]


@pytest.mark.parametrize("tokenizer", [NAME, None])
def test_records_with_both_tokenizers(tokenizer: str | None) -> None:
    doc = pipeline(tokenizer)(TEXT)
    assert rows(doc) == EXPECTED
    assert all(doc.text[a.start : a.end] == a.text for a in doc._.achievements)
    assert doc._.achievements[1].indicator_id == "dispute"


def test_a_span_without_a_number_still_has_its_record() -> None:
    [record] = pipeline()("办理案件若干。")._.achievements
    assert (record.text, record.value, record.comparator, record.unit) == ("若干", 1, "approx", "")


def test_words_stand_as_the_text_has_them() -> None:
    [record] = pipeline()("調處村（社区）糾紛31起。")._.achievements
    assert (record.indicator, record.action) == ("村（社区）糾紛", "調處")


def test_no_quantities_no_records() -> None:
    assert pipeline()("依法行政。")._.achievements == []


def test_paragraphs_are_needed() -> None:
    nlp = spacy.blank("zh")
    nlp.add_pipe("fazhi_achievements")
    with pytest.raises(ConfigError, match="E004"):
        nlp("办理案件12件。")


def test_saved_and_loaded(tmp_path) -> None:  # type: ignore[no-untyped-def]
    pipeline().to_disk(tmp_path)
    assert rows(spacy.load(tmp_path)(TEXT)) == EXPECTED


def test_worker_processes() -> None:
    before = multiprocessing.get_start_method(allow_none=True)
    multiprocessing.set_start_method("spawn", force=True)
    try:
        assert [rows(doc) for doc in pipeline().pipe([TEXT, TEXT], n_process=2, batch_size=1)] == [EXPECTED, EXPECTED]
    finally:
        multiprocessing.set_start_method(before, force=True)
