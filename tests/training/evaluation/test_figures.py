"""Calibration, metrics and the uncertain band, against figures worked out by hand or by others."""

import numpy as np
import pytest
import scipy.sparse as sp
from sklearn.linear_model import LogisticRegression

from training.evaluation.figures import evaluate, expected_calibration_error, uncertain_below
from training.linear.calibration import fit_platt
from training.linear.logistic import Block, fit_logistic


def test_logistic_regression_over_blocks_is_that_of_scikit_learn() -> None:
    random = np.random.default_rng(0)
    X = random.normal(size=(200, 5))
    y = (X @ [1, -2, 0.5, 0, 1] + random.normal(size=200) > 0).astype(np.int8)
    theirs = LogisticRegression(C=0.3, tol=1e-8).fit(X, y)
    left, right = sp.csr_matrix(X[:, :2]), sp.csr_matrix(X[:, 2:])
    product = [right, sp.eye_array(3, format="csr")]
    ours = fit_logistic([Block([left], np.ones(2)), Block(product, np.ones(3))], y, 0.3, 200)
    assert np.concatenate(ours.coef) == pytest.approx(theirs.coef_[0], abs=2e-3)
    assert ours.intercept == pytest.approx(theirs.intercept_[0], abs=2e-3)


def test_platt_scaling_finds_the_slope_and_offset_behind_the_labels() -> None:
    random = np.random.default_rng(0)
    scores = random.normal(size=50_000)
    y = (random.random(50_000) < 1 / (1 + np.exp(-(2 * scores - 0.5)))).astype(np.int8)
    assert fit_platt(scores, y) == pytest.approx((2, -0.5), abs=0.1)


@pytest.mark.parametrize(
    ("probabilities", "y", "expected"),
    [
        ([0.9, 0.9, 0.9, 0.9], [1, 1, 1, 1], 0.1),
        ([0.1, 0.1], [0, 1], 0.4),
        ([1.0, 0.0], [1, 0], 0.0),
        ([0.75, 0.75, 0.25, 0.25], [1, 0, 0, 0], 0.0),
    ],
)
def test_calibration_error_is_the_gap_of_confidence_and_accuracy(
    probabilities: list[float], y: list[int], expected: float
) -> None:
    error = expected_calibration_error(np.array(probabilities), np.array(y, np.int8))
    assert error == pytest.approx(expected)


def test_figures_of_a_small_case_worked_by_hand() -> None:
    probabilities = np.array([0.9, 0.8, 0.3, 0.6, 0.1])
    evaluation = evaluate(probabilities, np.array([1, 1, 1, 0, 0], np.int8))
    figures = evaluation.figures
    assert figures["accuracy"] == 0.6
    assert figures["precision"] == figures["recall"] == figures["f1"] == 0.6667
    assert figures["roc_auc"] == 0.8333
    assert evaluation.confusion.tolist() == [[1, 1], [1, 2]]
    assert "negative" in evaluation.report


def test_the_uncertain_band_ends_where_accuracy_reaches_its_floor() -> None:
    probabilities = np.repeat([0.505, 0.515, 0.525, 0.9], 10)
    y = np.array([1] * 5 + [0] * 5 + [1] * 6 + [0] * 4 + [1] * 8 + [0] * 2 + [1] * 10, np.int8)
    assert uncertain_below(probabilities, y, accuracy=0.7) == 0.52
