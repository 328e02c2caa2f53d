from collections import Counter
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fazhi_nlp.core.docs import QUANTITY_LABELS
from fazhi_nlp.entities.quantity_grammar import parse_quantity
from fazhi_nlp.gold import GoldParagraph, GoldReport, format_paragraph, parse_paragraph, read_gold_folder
from fazhi_nlp.gold.lint import lint
from fazhi_nlp.training.augment import OPERATIONS, augment, cut_up, without_headings
from fazhi_nlp.training.edits import Edit, apply_edits
from tests.conftest import ROOT

REPORTS = [report for report in read_gold_folder(ROOT / "training" / "corpus") if report.name < "r077" or "r084" < report.name <= "r100"]
CLEAN = {report.name for report in REPORTS} - {p.report for p in lint(REPORTS) if p.level == "error"}
# operations that change what is annotated, not only how it is laid out
CONTENTS = {"rename_places", "renumber", "swap_laws", "swap_offices", "rename_persons", "name_holders", "half_width", "damage_headings"}


def marked(report):
    return Counter((report.text[e.start : e.end], e.label, e.attrs) for e in report.entities)


@pytest.mark.parametrize("name", OPERATIONS)
@given(seed=st.integers(0, 2**32), number=st.integers(0, len(REPORTS) - 1))
def test_annotation_stays_right(name, seed, number):
    before = REPORTS[number]
    copy = [format_paragraph(p) for p in before.paragraphs]
    after = OPERATIONS[name](before, Random(seed))
    assert [format_paragraph(p) for p in before.paragraphs] == copy, "the report given must not change"
    assert [p.text for p in after.paragraphs] == [line.strip() for line in after.text.replace("\r", "\n").split("\n") if line.strip()]
    for paragraph in after.paragraphs:
        assert parse_paragraph(format_paragraph(paragraph)) == paragraph
    if before.name in CLEAN:
        assert [p for p in lint([after]) if p.level == "error"] == []
    if name == "name_holders":
        assert not marked(before) - marked(after)
        assert {label for _, label, _ in marked(after) - marked(before)} <= {"PERSON"}
    elif name not in CONTENTS | {"remove_headings"}:
        assert marked(after) == marked(before)
    else:
        assert marked(after).total() <= marked(before).total()
    if name == "renumber":
        for one, other in zip(before.entities, after.entities, strict=True):
            if one.attrs != other.attrs:
                found = parse_quantity(after.text[other.start : other.end])
                assert str(found["value"]) == dict(other.attrs)["v"]
                assert other.label in QUANTITY_LABELS


@pytest.mark.parametrize("name", OPERATIONS)
def test_every_operation_does_something(name):
    assert any(OPERATIONS[name](report, Random(seed)).text != report.text for seed, report in enumerate(REPORTS))


@given(seed=st.integers(0, 2**32), number=st.integers(0, len(REPORTS) - 1))
def test_pieces_hold_the_whole_report(seed, number):
    report = REPORTS[number]
    pieces = [p for piece in cut_up(report, Random(seed)) for p in piece.paragraphs]
    assert "".join(p.text for p in pieces) == "".join(p.text for p in report.paragraphs)
    assert marked(GoldReport("pieces", pieces)) == marked(report)
    assert sum(len(p.headings) for p in pieces) == sum(len(p.headings) for p in report.paragraphs)


@given(seed=st.integers(0, 2**32), number=st.integers(0, len(REPORTS) - 1))
def test_all_together(seed, number):
    after = augment(REPORTS[number], Random(seed), probabilities=dict.fromkeys(OPERATIONS, 0.7))
    again = augment(REPORTS[number], Random(seed), probabilities=dict.fromkeys(OPERATIONS, 0.7))
    assert (after.text, after.paragraphs) == (again.text, again.paragraphs)
    assert after.starts  # the paragraphs stand in the source
    for entity in after.entities:
        surface = after.text[entity.start : entity.end]
        assert surface == surface.strip() != ""


def test_probability_zero_changes_nothing():
    assert augment(REPORTS[0], Random(0), probabilities={}) is REPORTS[0]


def test_edits_keep_spans():
    paragraph = parse_paragraph("[plan] 到<GPE>石门镇</GPE>看<ORG>石门镇政府</ORG>")
    edits = [Edit(1, 4, "白水河乡"), Edit(5, 8, "白水河乡")]
    assert format_paragraph(apply_edits(paragraph, edits)) == "[plan] 到<GPE>白水河乡</GPE>看<ORG>白水河乡政府</ORG>"


def test_edits_that_cross_an_edge_are_left_out():
    paragraph = parse_paragraph("[plan] 到<GPE>石门镇</GPE>看")
    for edit in (Edit(0, 2, "x"), Edit(3, 5, "x"), Edit(1, 4, ""), Edit(0, 5, "x")):
        assert apply_edits(paragraph, [edit]) == paragraph


def test_numbers_get_their_values():
    report = GoldReport("a", [parse_paragraph("[measures] 发放手册<ACHIEVEMENT v=3000 c=gt u=份 i=手册 a=发放>3000余份</ACHIEVEMENT>")])
    seen = set()
    for seed in range(20):
        (entity,) = OPERATIONS["renumber"](report, Random(seed)).entities
        seen.add(dict(entity.attrs)["v"])
        assert dict(entity.attrs)["c"] == "gt"
    assert len(seen) > 3


def test_names_change_everywhere():
    report = GoldReport(
        "a",
        [
            parse_paragraph("[title] <GPE>磨石沟乡</GPE>报告"),
            parse_paragraph("[plan] <ORG>磨石沟乡人民政府</ORG>将<TARGET v=3 c=eq u=次 i=磨石沟乡集市 a=开展>3次</TARGET>"),
        ],
    )
    after = OPERATIONS["rename_places"](report, Random(1))
    assert "磨石沟" not in after.text
    name = after.text[: after.text.index("乡") + 1]
    assert dict(list(after.entities)[-1].attrs)["i"] == f"{name}集市"
    assert isinstance(after.paragraphs[0], GoldParagraph)


@pytest.mark.parametrize("levels", [("H1",), ("H1", "H2", "H3", "H4")])
def test_without_headings(levels):
    for report in REPORTS[::7]:
        left = without_headings(report, levels=levels)
        assert not [h for p in left.paragraphs for h in p.headings if h.label in levels]
        words = {p.text[h.start : h.end] for p in report.paragraphs for h in p.headings if h.label in levels}
        outside = sum(len(p.text) - sum(h.end - h.start for h in p.headings if h.label in levels) for p in report.paragraphs)
        assert 0 <= outside - sum(len(p.text) for p in left.paragraphs) <= 2 * len(words) + 2 * len(report.paragraphs)
        inside = sum(h.start <= e.start < h.end for p in report.paragraphs for h in p.headings if h.label in levels for e in p.entities)
        assert sum(len(p.entities) for p in left.paragraphs) == sum(len(p.entities) for p in report.paragraphs) - inside
