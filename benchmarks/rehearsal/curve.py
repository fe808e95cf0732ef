"""What ever more reviewed tweets add: in the order of the queue, and in an order of chance."""

import random
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from airparadis.domain.review.near_duplicates import fold, text_key, words_of
from airparadis.domain.review.queue import (
    NOVELTY_WEIGHT,
    Candidate,
    error_chance,
    is_test_text,
    novelty,
)
from benchmarks.rehearsal.people import Labelled, with_errors
from training.evaluation.figures import evaluate
from training.families.light.family import Light
from training.families.light.settings import REVIEWED, LightSettings

SIZES = (0, 25, 50, 100, 200, 400, 800, 1_600, 100_000)
FIGURES = ("accuracy", "balanced_accuracy", "f1", "roc_auc", "expected_calibration_error")

Order = Callable[[Sequence[int], Sequence[int], Light], list[int]]
"""Of what is not reviewed yet, given what is and the model that this has made."""


def curves(
    champion: Path, tweets: Labelled, test: Labelled, wrong: float, seeds: int
) -> dict[str, Any]:
    """Both curves as often as there are seeds; a seed says which reviews are wrong, and the chance.

    Args:
        champion: a light model that knows none of the tweets; its general part is kept.
        tweets: what could be reviewed, by its true labels; of near-duplicates only the first is.
        test: what is measured on.
        wrong: share of the reviews that are wrong.
        seeds: how many runs.
    """
    tweets = tweets.take(sorted(set(fold(tweets.texts))))
    found: dict[str, Any] = {"sizes": [min(size, len(tweets.y)) for size in SIZES]}
    for name, make in (("queue", _by_queue), ("chance", _by_chance)):
        runs = [
            list(_curve(champion, with_errors(tweets, wrong, seed), test, make(tweets, seed)))
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
    rest = list(range(len(said.y)))
    model = _trained(champion, said, reviewed)
    for size in SIZES:
        wanted = min(size, len(said.y)) - len(reviewed)
        if wanted:
            reviewed += order(rest, reviewed, model)[:wanted]
            chosen = set(reviewed)
            rest = [row for row in rest if row not in chosen]
            model = _trained(champion, said, reviewed)
        figures = evaluate(model.predict_proba(test.texts)[:, 1], test.y).figures
        yield {name: float(figures[name]) for name in FIGURES}


def _trained(champion: Path, said: Labelled, reviewed: Sequence[int]) -> Light:
    """The champion with a domain part of what is reviewed, less what the loop keeps to test."""
    rows = [row for row in reviewed if not is_test_text(text_key(said.texts[row]))]
    model = Light(LightSettings(domain=REVIEWED), base=champion)
    known = said.take(rows)
    model.learn_domain(known.texts, known.y)
    nothing: NDArray[np.int8] = np.zeros(0, np.int8)
    model.fit([], nothing, [], nothing)
    return model


def _by_queue(tweets: Labelled, _seed: int) -> Order:
    """As the review queue ranks, when nobody has voted."""

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

    def order(rest: Sequence[int], _reviewed: Sequence[int], _model: Light) -> list[int]:
        return choose.sample(list(rest), len(rest))

    return order
