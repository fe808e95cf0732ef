"""Points of the curves in the report."""

import numpy as np
import pytest

from training.compare.quality import N_ROC_POINTS, reliability, roc_points


def test_the_roc_curve_of_a_perfect_model_is_at_the_top() -> None:
    y = np.array([0, 0, 1, 1], np.int8)
    points = roc_points(y, np.array([0.1, 0.2, 0.8, 0.9]))
    assert len(points) == N_ROC_POINTS
    assert set(points[1:]) == {1.0}


def test_the_roc_curve_of_a_model_that_says_nothing_is_the_diagonal() -> None:
    y = np.array([0, 1, 0, 1], np.int8)
    points = roc_points(y, np.full(4, 0.5))
    assert points == pytest.approx(np.linspace(0, 1, N_ROC_POINTS), abs=1e-4)


def test_bins_hold_what_was_said_and_what_was_so() -> None:
    probabilities = np.array([0.12, 0.18, 0.95, 1.0, 1.0])
    found = reliability(np.array([0, 1, 1, 1, 0], np.int8), probabilities)
    assert [(bin_.place, bin_.rows) for bin_ in found] == [(1, 2), (9, 3)]
    assert found[0].mean_probability == pytest.approx(0.15)
    assert found[0].share_positive == 0.5
    assert found[1].share_positive == pytest.approx(2 / 3)
