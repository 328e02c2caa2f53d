from collections import Counter

import pytest

from fazhi_nlp.core.errors import InputError
from fazhi_nlp.evaluation.counts import ReportCounts
from fazhi_nlp.evaluation.figures import figures
from fazhi_nlp.evaluation.paired import differences


def counted(*rows):
    """Reports whose entities LAW have these numbers of right, extra and missed ones."""
    return [ReportCounts(f"r{k}", Counter({"entity/LAW/tp": tp, "entity/LAW/fp": fp, "entity/LAW/fn": fn})) for k, (tp, fp, fn) in enumerate(rows)]


def of(found):
    return next(d for d in found if (d.group, d.name) == ("entities", "LAW"))


def test_a_small_steady_gain_is_told_apart_though_the_systems_intervals_overlap():
    hard = [(2, 8, 8), (9, 1, 1)] * 20
    ours, theirs = counted(*hard), counted(*((tp - 1, fp + 1, fn + 1) for tp, fp, fn in hard))
    mine, its = (next(f for f in figures(c) if (f.group, f.name) == ("entities", "LAW")) for c in (ours, theirs))
    assert its.high > mine.low
    gap = of(differences(ours, theirs))
    assert gap.difference == pytest.approx(0.1)
    assert (gap.low, gap.high) == (pytest.approx(0.1), pytest.approx(0.1))
    assert (gap.verdict, gap.below, gap.n) == ("better", 0, 400)
    assert of(differences(theirs, ours)).verdict == "worse"
    assert of(differences(theirs, ours)).below == 1


def test_a_gain_in_some_reports_and_a_loss_in_others_is_not():
    rows = [(5, 5, 5), (6, 4, 4)] * 10
    gap = of(differences(counted(*rows), counted(*reversed(rows))))
    assert gap.difference == 0
    assert gap.low < 0 < gap.high
    assert gap.verdict == "not told apart"
    assert 0.3 < gap.below < 0.7


def test_the_share_below_zero_is_that_of_the_draws():
    # ours has four more right ones in the first report, theirs one in the third: below zero is a draw without the first and with the third, 7 of 27
    ours, theirs = counted((9, 1, 1), (5, 5, 5), (5, 5, 5)), counted((5, 5, 5), (5, 5, 5), (6, 4, 4))
    gap = of(differences(ours, theirs, samples=20_000))
    assert gap.below == pytest.approx(7 / 27, abs=0.01)


def test_a_figure_that_one_of_them_lacks_is_left_out():
    empty = [ReportCounts(f"r{k}") for k in range(2)]
    assert differences(counted((1, 0, 0), (1, 0, 0)), empty) == []


def test_one_report_has_no_interval():
    assert differences(counted((1, 0, 0)), counted((0, 1, 1))) == []


def test_other_reports_are_refused():
    ours = counted((1, 0, 0), (1, 0, 0))
    with pytest.raises(InputError, match="E808"):
        differences(ours, ours[:1])
    with pytest.raises(InputError, match="E808"):
        differences(ours, ours[::-1])
