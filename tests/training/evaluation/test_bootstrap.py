"""Figures and their intervals, against scikit-learn and against cases whose answer is known."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from numpy.typing import NDArray
from scipy.stats import norm
from sklearn.metrics import (
    accuracy_score,
    balanced_accuracy_score,
    precision_recall_fscore_support,
    roc_auc_score,
)

from training.evaluation.bootstrap import (
    FIGURES,
    MAX_POOLS,
    ScoredRows,
    intervals,
    resampled_figures,
)

scored = st.integers(4, 60).flatmap(
    lambda n: st.tuples(
        hnp.arrays(np.int8, n, elements=st.integers(0, 1)).filter(lambda y: 0 < y.sum() < len(y)),
        hnp.arrays(np.float64, n, elements=st.floats(0, 1).map(lambda p: round(p, 2))),
    )
)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(scored)
def test_figures_are_those_of_scikit_learn(
    case: tuple[NDArray[np.int8], NDArray[np.float64]],
) -> None:
    y, probabilities = case
    predicted = probabilities >= 0.5
    found = dict(zip(FIGURES, ScoredRows(y, probabilities).figures(), strict=True))
    precision, recall, f1, _ = precision_recall_fscore_support(
        y, predicted, average="binary", zero_division=np.nan
    )
    assert found["accuracy"] == pytest.approx(accuracy_score(y, predicted))
    assert found["balanced_accuracy"] == pytest.approx(balanced_accuracy_score(y, predicted))
    assert found["precision"] == pytest.approx(precision, nan_ok=True)
    assert found["recall"] == pytest.approx(recall)
    assert found["f1"] == pytest.approx(f1)
    assert found["roc_auc"] == pytest.approx(roc_auc_score(y, probabilities))


@given(scored, st.integers(0, 1000))
def test_a_resample_counts_a_row_as_often_as_it_was_drawn(
    case: tuple[NDArray[np.int8], NDArray[np.float64]], seed: int
) -> None:
    y, probabilities = case
    rows = np.random.default_rng(seed).integers(len(y), size=len(y))
    drawn = ScoredRows(y, probabilities).figures(rows)
    written_out = ScoredRows(y[rows], probabilities[rows]).figures()
    np.testing.assert_allclose(drawn, written_out, equal_nan=True)


def test_pooling_many_probabilities_leaves_the_figures_as_they_are() -> None:
    y, probabilities = _overlapping(200_000, distance=1.5)
    assert len(np.unique(probabilities)) > MAX_POOLS
    found = dict(zip(FIGURES, ScoredRows(y, probabilities).figures(), strict=True))
    assert found["roc_auc"] == pytest.approx(roc_auc_score(y, probabilities), abs=1e-6)
    assert found["accuracy"] == accuracy_score(y, probabilities >= 0.5)


def test_pools_of_one_sided_scores_keep_the_threshold() -> None:
    y = np.tile(np.array([0, 1], np.int8), MAX_POOLS)
    low = np.linspace(0.1, 0.4999, 2 * MAX_POOLS)
    assert ScoredRows(y, low).figures()[FIGURES.index("recall")] == 0
    assert ScoredRows(y, 1 - low).figures()[FIGURES.index("recall")] == 1


def test_the_interval_of_accuracy_is_the_binomial_one() -> None:
    y = np.zeros(2000, np.int8)
    y[::2] = 1
    probabilities = np.where(np.arange(2000) < 1600, y, 1 - y).astype(float)
    rows = ScoredRows(y, probabilities)
    accuracy = intervals(rows.figures(), resampled_figures([rows], 2000)[:, 0])["accuracy"]
    half = norm.ppf(0.975) * np.sqrt(0.8 * 0.2 / 2000)
    assert accuracy.value == 0.8
    assert accuracy.low == pytest.approx(0.8 - half, abs=0.003)
    assert accuracy.high == pytest.approx(0.8 + half, abs=0.003)


def test_intervals_cover_the_truth_about_as_often_as_they_say() -> None:
    truth = norm.cdf(1.0 / np.sqrt(2))  # AUC of two normal distributions a standard deviation apart
    covered = 0
    for seed in range(60):
        rows = ScoredRows(*_overlapping(400, distance=1.0, seed=seed))
        found = intervals(rows.figures(), resampled_figures([rows], 200)[:, 0])["roc_auc"]
        covered += found.low <= truth <= found.high
    assert covered >= 51  # of 60: fewer happen once in 10,000 at 95 %


def test_models_are_resampled_together_so_a_model_differs_from_itself_by_nothing() -> None:
    rows = ScoredRows(*_overlapping(300, distance=1.0))
    resampled = resampled_figures([rows, rows], 20)
    np.testing.assert_array_equal(resampled[:, 0], resampled[:, 1])
    np.testing.assert_array_equal(resampled, resampled_figures([rows, rows], 20))


def test_a_resample_of_one_label_is_left_out_of_the_interval() -> None:
    resampled = np.full((4, len(FIGURES)), 0.5)
    resampled[0] = np.nan
    assert intervals(resampled[1], resampled)["roc_auc"].low == 0.5


def _overlapping(
    n_rows: int, distance: float, seed: int = 0
) -> tuple[NDArray[np.int8], NDArray[np.float64]]:
    """Labels, and the logistic of normal scores whose means lie `distance` apart."""
    random = np.random.default_rng(seed)
    y = random.integers(2, size=n_rows).astype(np.int8)
    scores = random.normal(size=n_rows) + distance * (y - 0.5)
    return y, 1 / (1 + np.exp(-scores))
