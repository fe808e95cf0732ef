"""What a model says of every tweet of a file, asked once and kept for the next run."""

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from airparadis.domain.radar.ingest_schema import IncomingTweet
from airparadis.files.legacy.tweets import TweetFile
from airparadis.ml.artifact import BUNDLED_MODEL
from airparadis.ml.families import load_classifier
from airparadis.services.radar.preparing import Watched
from airparadis.services.radar.scoring_pool import PreparingPool

BATCH = 4_000
_NOTHING = Watched({}, {})


def version() -> str:
    """Of the bundled model."""
    return load_classifier(BUNDLED_MODEL).manifest.version


def scores(path: Path, processes: int, folder: Path) -> NDArray[np.float64]:
    """The bundled model's probabilities of positive of a file's tweets, NaN where it has none.

    Args:
        path: the file.
        processes: that score.
        folder: where they are kept, in a file named after the model and the tweets.
    """
    file = TweetFile(path)
    kept = folder / f"{version()}-{file.digest[:16]}.npy"
    if kept.exists():
        return np.asarray(np.load(kept), dtype=np.float64)
    found: list[float | None] = []
    with PreparingPool[None](BUNDLED_MODEL, _NOTHING, processes) as pool:
        for _, batch in pool.prepare(_batches(file)):
            found += (each.probability_positive for each in batch)
    answer = np.array(found, dtype=np.float64)  # None becomes NaN
    folder.mkdir(parents=True, exist_ok=True)
    half = kept.with_suffix(".half.npy")
    np.save(half, answer)
    half.replace(kept)  # one that was broken off is not taken for whole
    return answer


def _batches(file: TweetFile) -> Iterator[tuple[None, list[IncomingTweet]]]:
    tweets = file.tweets(datetime.now(UTC))
    while batch := list(islice(tweets, BATCH)):
        yield None, batch
