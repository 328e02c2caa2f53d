import pytest
import spacy
from spacy.tokens import Doc

from fazhi_nlp.core import docs
from fazhi_nlp.core.errors import Errors, FazhiError, MissingExtraError, Warnings, require
from fazhi_nlp.core.tokenizer import NAME

CHARS = spacy.blank("zh", config={"nlp": {"tokenizer": {"@tokenizers": NAME}}})
PLAIN = spacy.blank("zh")


@pytest.mark.parametrize("blank", [CHARS, PLAIN])
def test_spans_with_the_same_offsets_keep_their_own_data(blank):
    doc = blank("一、主要 举措\n发放")
    docs.make_span(doc, 0, 7, "H1", score=0.5)
    docs.make_span(doc, 0, 7, "measures", score=0.9, topics=["publicity"])
    assert docs.make_span(doc, 0, 7, "H1")._.score == 0.5
    span = docs.make_span(doc, 0, 7, "measures")
    assert (span.text, span._.score, span._.topics) == ("一、主要 举措", 0.9, ["publicity"])
    assert docs.make_span(doc, 8, 10, "x")._.score == 1.0


def test_data_survive_bytes():
    doc = CHARS("发放3000余份")
    docs.make_span(doc, 2, 8, "ACHIEVEMENT", attrs={"value": 3000}, source="rule")
    docs.set_report_meta(doc, docs.ReportMeta(year=2022, issuers=["县司法局"]))
    docs.set_achievements(doc, [docs.Achievement(2, 8, "3000余份", "ACHIEVEMENT", 3000, None, "gt", "份")])
    again = Doc(CHARS.vocab).from_bytes(doc.to_bytes())
    assert docs.make_span(again, 2, 8, "ACHIEVEMENT")._.attrs == {"value": 3000}
    assert again._.report_meta == doc._.report_meta
    assert again._.achievements == doc._.achievements
    assert again._.achievements[0].value == 3000


def test_boundaries_inside_a_token_widen():
    doc = spacy.blank("en")("abc def")
    assert docs.make_span(doc, 1, 2, "x").text == "abc"


def test_warnings_stand_once():
    doc = CHARS("字")
    docs.add_warning(doc, "[W001] a")
    docs.add_warning(doc, "[W001] a")
    assert doc._.report_meta.warnings == ["[W001] a"]


def test_every_message_has_its_code():
    for table in (Errors, Warnings):
        names = [n for n in vars(table) if n[1:].isdigit()]
        assert names
        for name in names:
            assert getattr(table, name).startswith(f"[{name}] ")


def test_error_knows_its_code():
    assert FazhiError(Errors.E006).code == "E006"


def test_missing_extra_names_it():
    with pytest.raises(MissingExtraError, match=r"E002.*fazhi-nlp\[frames\]"):
        require("no_such_package_here", extra="frames")
