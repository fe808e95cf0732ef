"""Gain by the number of reviewed tweets: in the order of the queue, and in random order."""

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray
from scipy.stats import t

from airparadis.domain.review.near_duplicates import find_originals, text_key, words_of
from airparadis.domain.review.queue import (
    NOVELTY_WEIGHT,
    Candidate,
    error_chance,
    is_test_text,
    novelty,
)
from benchmarks.rehearsal.people import Labelled
from training.evaluation.figures import evaluate
from training.families.light.family import Light
from training.families.light.settings import REVIEWED, LightSettings
from training.reporting.charts import MUTED, NEGATIVE, POSITIVE, house_style, to_chart

SIZES = (0, 25, 50, 100, 200, 400, 800, 1_600, 100_000)
FIGURES = {
    "accuracy": "accuracy",
    "balanced_accuracy": "balanced accuracy",
    "f1": "F1",
    "roc_auc": "ROC AUC",
    "expected_calibration_error": "calibration error",
}
DRAWN = ("f1", "balanced_accuracy")
INSIDE = 0.95

Order = Callable[[Sequence[int], Sequence[int], Light], list[int]]
"""Rank rows not reviewed yet, given the reviewed ones and the model made of them."""


def curves(
    champion: Path, tweets: Labelled, test: Labelled, wrong: float, seeds: int
) -> dict[str, Any]:
    """Train on ever more reviewed tweets in both orders, once for each seed.

    Args:
        champion: a light model that knows none of the tweets; its general part is reused.
        tweets: tweets to review, by their true labels; of near-duplicates only the first is used.
        test: tweets to measure on.
        wrong: share of the reviews that are wrong; a seed says which.
        seeds: number of runs.
    """
    tweets = tweets.take(sorted(set(find_originals(tweets.texts))))
    found: dict[str, Any] = {"sizes": [min(size, len(tweets.y)) for size in SIZES]}
    for name, make in (("queue", _by_queue), ("chance", _by_chance)):
        runs = [
            list(_curve(champion, tweets.with_errors(wrong, seed), test, make(tweets, seed)))
            for seed in range(seeds)
        ]
        found[name] = {
            figure: [[point[figure] for point in run] for run in runs] for figure in FIGURES
        }
    return found


def _curve(
    champion: Path, said: Labelled, test: Labelled, order: Order
) -> Iterator[dict[str, float]]:
    """Figures after each of `SIZES`: trained again at each, and the rest ranked anew."""
    reviewed: list[int] = []
    model = _trained(champion, said, reviewed)
    for size in SIZES:
        wanted = min(size, len(said.y)) - len(reviewed)
        if wanted:
            rest = sorted(set(range(len(said.y))) - set(reviewed))
            reviewed += order(rest, reviewed, model)[:wanted]
            model = _trained(champion, said, reviewed)
        figures = evaluate(model.predict_proba(test.texts)[:, 1], test.y).figures
        yield {name: float(figures[name]) for name in FIGURES}


def _trained(champion: Path, said: Labelled, reviewed: Sequence[int]) -> Light:
    """The champion with a domain part of the reviewed tweets without those held out for testing."""
    known = said.take([row for row in reviewed if not is_test_text(text_key(said.texts[row]))])
    model = Light(LightSettings(domain=REVIEWED), base=champion)
    model.learn_domain(known.texts, known.y)
    nothing: NDArray[np.int8] = np.zeros(0, np.int8)
    model.fit([], nothing, [], nothing)
    return model


def _by_queue(tweets: Labelled, _seed: int) -> Order:
    """Rank as the review queue does when nobody has voted."""

    def order(rest: Sequence[int], reviewed: Sequence[int], model: Light) -> list[int]:
        known = frozenset(word for row in reviewed for word in words_of(tweets.texts[row]))
        positive = model.predict_proba([tweets.texts[row] for row in rest])[:, 1].tolist()
        values = {
            row: error_chance(Candidate(row, tweets.texts[row], max(share, 1 - share)))
            + NOVELTY_WEIGHT * novelty(tweets.texts[row], known)
            for row, share in zip(rest, positive, strict=True)
        }
        return sorted(rest, key=lambda row: (-values[row], row))

    return order


def _by_chance(_tweets: Labelled, seed: int) -> Order:
    choose = random.Random(seed)  # noqa: S311 - no secret
    return lambda rest, _reviewed, _model: choose.sample(list(rest), len(rest))


def draw(found: Mapping[str, Any]) -> str:
    """Draw both curves as an SVG, on white, for light and dark pages alike."""
    places = np.arange(len(found["sizes"]))
    looks = (("queue", "order of the queue", POSITIVE, "o-"), ("chance", "random", NEGATIVE, "s--"))
    with house_style():
        figure = Figure(figsize=(9.5, 4.2), layout="constrained", facecolor="white")
        for axes, name in zip(figure.subplots(1, 2), DRAWN, strict=True):
            for order, label, colour, style in looks:
                mean, half = _mean_and_half_width(np.array(found[order][name]))
                axes.plot(places, mean, style, color=colour, label=label)
                axes.fill_between(places, mean - half, mean + half, color=colour, alpha=0.18)
            axes.axhline(mean[0], color=MUTED, linewidth=0.8)
            axes.set_xticks(places, [f"{size:,}" for size in found["sizes"]], rotation=45)
            axes.set(xlabel="reviewed tweets", ylabel=f"{FIGURES[name]}, airline test part")
        axes.legend(loc="lower right")
        svg = to_chart("rehearsal", "", figure).svg
    return svg.replace("<svg ", '<svg style="background:#fff" ', 1)


def _mean_and_half_width(
    runs: NDArray[np.float64],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Mean of runs, shape (n_runs, n), and half the width of its 95 % interval (Student's t)."""
    n = len(runs)
    if n < 2:
        return runs.mean(axis=0), np.zeros(runs.shape[1])
    error = runs.std(axis=0, ddof=1) / np.sqrt(n)
    return runs.mean(axis=0), error * t.ppf(0.5 + INSIDE / 2, n - 1)
