import pytest

from fazhi_nlp.core.errors import InputError
from fazhi_nlp.evaluation.agreement import agreement, cohen_kappa
from fazhi_nlp.gold import GoldReport, parse_paragraph

pytest.importorskip("nervaluate")


def report(*lines):
    return GoldReport("a", [parse_paragraph(line) for line in lines])


def test_kappa():
    # the table of two raters in Cohen's sense: 20 + 15 of 50 agree, chance is (25*30 + 25*20) / 2500
    assert cohen_kappa({"yes": {"yes": 20, "no": 5}, "no": {"yes": 10, "no": 15}}) == pytest.approx(0.4)
    assert cohen_kappa({"yes": {"yes": 7}}) is None
    assert cohen_kappa({}) is None


def test_agreement_by_label_and_attribute():
    first = report("[title] <ORG>县委</ORG>", "[plan] <ACHIEVEMENT v=3 c=eq u=次 i=会议 a=召开>3次</ACHIEVEMENT>召开会议", "[plan] <LAW>宪法</LAW>")
    second = report("[title] <ORG>县委</ORG>", "[measures] <ACHIEVEMENT v=3 c=gt u=次 i=会议 a=召开>3次</ACHIEVEMENT>召开会议", "[plan] 宪法")
    found = agreement([first], [second])
    by_name = {(f.group, f.name): f for f in found.figures}
    assert by_name["entities", "ORG"].value == 1
    assert by_name["entities", "LAW"].value == 0
    assert by_name["entities", "all"].value == pytest.approx(2 * 2 / (2 * 2 + 1))
    assert by_name["achievements", "comparator"].value == 0
    assert by_name["achievements", "unit"].value == 1
    assert by_name["sections", "all"].value == pytest.approx(2 / 3)
    assert found.kappa == pytest.approx((2 / 3 - 3 / 9) / (1 - 3 / 9))


def test_different_texts_are_refused():
    with pytest.raises(InputError, match=r"E808.*character 1"):
        agreement([report("[title] 县委")], [report("[title] 县府")])
    with pytest.raises(InputError, match="E808"):
        agreement([report("[title] 县委")], [])
