"""Whether scores are probabilities."""

import numpy as np
import pytest

from fazhi_nlp.evaluation.calibration import calibration, calibration_error
from fazhi_nlp.evaluation.counts import ReportCounts


def test_equal_scores_are_compared_with_the_share_of_right_ones():
    assert calibration_error([1.0] * 10, [True] * 9 + [False]) == pytest.approx(0.1)
    # in one bin, however they are mixed
    assert calibration_error([0.5] * 10, [True] * 5 + [False] * 5) == 0
    assert calibration_error([], []) is None


def test_errors_in_different_bins_do_not_cancel():
    scores, right = [0.9] * 50 + [0.1] * 50, [False] * 50 + [True] * 50
    assert calibration_error(scores, right) == pytest.approx(0.9)
    assert calibration_error(scores, right, bins=1) == pytest.approx(0.0)


def test_scores_that_are_probabilities_have_a_small_error():
    rng = np.random.default_rng(0)
    scores = rng.random(20_000)
    drawn = rng.random(20_000)
    assert calibration_error(scores, drawn < scores) < 0.015
    assert calibration_error(scores, drawn < scores**3) > 0.2


def test_by_label():
    counts = [ReportCounts("a", scores=[("LAW", 1.0, True), ("ORG", 0.8, False)]), ReportCounts("b", scores=[("LAW", 1.0, False)])]
    found = calibration(counts)
    assert (found["LAW"], found["ORG"], found["GPE"]) == (pytest.approx(0.5), pytest.approx(0.8), None)
    assert found["all"] == pytest.approx((0.8 + 1.0) / 3)
