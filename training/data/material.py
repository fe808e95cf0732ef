"""The rows a model is fitted and judged on."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from training.data.airline import AirlineTweets, read_airline_tweets
from training.data.split import Part, Split, frozen_split
from training.data.tables import GUESSED, Columns
from training.data.tweets import Tweets, read_tweets

SAMPLE_SEED = 42


@dataclass(frozen=True)
class Material:
    """The tweets, the split over them, and hand-labelled airline tweets if given.

    With `sample`, only that many training rows are fitted on; the other parts stay whole.
    """

    tweets: Tweets
    split: Split
    sample: int | None = None
    airline: AirlineTweets | None = None

    def rows(self, part: Part) -> NDArray[np.intp]:
        """Return the positions of the rows of a part, ascending."""
        rows = self.split.rows(part)
        if part is not Part.TRAIN or self.sample is None or self.sample >= len(rows):
            return rows
        rng = np.random.default_rng(SAMPLE_SEED)
        return np.sort(rng.choice(rows, self.sample, replace=False))

    def labelled(self, part: Part) -> tuple[list[str], NDArray[np.int8]]:
        """Return texts and labels, 0 or 1, of the rows of a part."""
        rows = self.rows(part)
        return [self.tweets.texts[row] for row in rows], self.tweets.y[rows]


def read_material(
    data: Path,
    split: Path,
    variant: str,
    columns: Columns = GUESSED,
    *,
    sample: int | None = None,
    airline: Path | None = None,
) -> Material:
    """Read the files and print their sizes; draw the split if it is missing.

    It is drawn over every usable row, before anything is fitted. Raises `TrainingError`.
    """
    tweets = read_tweets(data, columns)
    print(tweets.summary)
    drawn = frozen_split(tweets, split, variant)
    print(f"{split}: {drawn.summary}")
    return Material(tweets, drawn, sample, read_airline_tweets(airline) if airline else None)
