"""Learning curves: a family fitted on ever more training rows, in a process of its own each."""

import json
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
from multiprocessing import get_context
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from training.compare.figures import LearningPoint
from training.compare.memory import peak_memory_mb
from training.data import Tweets, read_tweets
from training.errors import TrainingError
from training.evaluate import evaluate
from training.families import make_family
from training.split import Part, Split, frozen_split

CURVES = "learning-curve"
SEED = 42


def draw_curve(
    family: str, data: Path, split_path: Path, variant: str, sizes: Sequence[int], out: Path
) -> list[LearningPoint]:
    """Fit `family`, with the options it has by default, on each number of rows; write to `out`.

    Smaller samples are part of the larger ones. Validation rows stay whole; the test rows are not
    looked at. Raises `TrainingError` when the data cannot be read or there are fewer rows.
    """
    path = out / f"{family}.json"
    points = []
    for size in sorted(set(sizes)):
        with ProcessPoolExecutor(1, get_context("spawn")) as pool:
            point = pool.submit(_point, family, data, split_path, variant, size).result()
        print(f"{size:,} rows: accuracy {point.accuracy:.4f}, {point.seconds:,.0f} s")
        points.append(point)
        _write(points, path)
    print(f"wrote {path}")
    return points


def read_curves(folder: Path) -> list[LearningPoint]:
    """Every point kept in `folder`, by family and number of rows; none without the folder.

    Raises `TrainingError` for a file that holds no points.
    """
    points = []
    for path in sorted(folder.glob("*.json")):
        try:
            points += [LearningPoint(**point) for point in json.loads(path.read_text("utf-8"))]
        except (ValueError, TypeError) as error:
            raise TrainingError(f"{path} is no learning curve: {error}") from error
    return sorted(points, key=lambda point: (point.family, point.training_rows))


def _point(name: str, data: Path, split_path: Path, variant: str, size: int) -> LearningPoint:
    tweets = read_tweets(data)
    split = frozen_split(tweets, split_path, variant)
    family = make_family(name)
    X_validation, y_validation = _samples(tweets, split.rows(Part.VALIDATION))
    sample = _samples(tweets, _sampled(split, size))
    started = time.perf_counter()
    family.fit(*sample, X_validation, y_validation)
    seconds = time.perf_counter() - started
    figures = evaluate(family.predict_proba(X_validation)[:, 1], y_validation).figures
    return LearningPoint(
        family=name,
        training_rows=size,
        accuracy=figures["accuracy"],
        roc_auc=figures["roc_auc"],
        seconds=seconds,
        peak_memory_mb=peak_memory_mb(),
    )


def _sampled(split: Split, size: int) -> NDArray[np.intp]:
    rows = split.rows(Part.TRAIN)
    if size > len(rows):
        raise TrainingError(f"there are {len(rows):,} training rows, not {size:,}")
    return np.sort(np.random.default_rng(SEED).permutation(rows)[:size])


def _samples(tweets: Tweets, rows: NDArray[np.intp]) -> tuple[list[str], NDArray[np.int8]]:
    return [tweets.texts[row] for row in rows], tweets.y[rows]


def _write(points: Sequence[LearningPoint], path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps([asdict(point) for point in points], indent=2) + "\n", "utf-8")
