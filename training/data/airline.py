"""Hand-labelled tweets to US airlines, as published by CrowdFlower, and their parts.

Twitter US Airline Sentiment, https://www.kaggle.com/datasets/crowdflower/twitter-airline-sentiment
"""

import csv
import gzip
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from training.data.split import Part
from training.errors import TrainingError

LABELS = {"negative": -1, "neutral": 0, "positive": 1}
TEXT_COLUMNS = ("text", "airline", "negativereason", "tweet_created")
TRAIN_PERCENT, VALIDATION_PERCENT = 60, 10


@dataclass(frozen=True)
class AirlineTweets:
    """One entry per tweet id, in the order of the file.

    `labels` are -1 negative, 0 neutral, 1 positive; `parts` are values of `Part`; `reasons` are the
    complaints of negative tweets, `created` is as published (`2015-02-24 11:15:36 -0800`).
    """

    ids: NDArray[np.int64]
    texts: list[str]
    labels: NDArray[np.int8]
    parts: NDArray[np.int8]
    airlines: list[str]
    reasons: list[str]
    created: list[str]

    def polar_rows(self, part: Part) -> NDArray[np.intp]:
        """Return the positions of the negative and the positive tweets of a part, ascending."""
        return np.flatnonzero((self.parts == part) & (self.labels != 0))

    def polar(self, part: Part) -> tuple[list[str], NDArray[np.int8]]:
        """Return texts and labels, 0 or 1, of the negative and positive tweets of a part."""
        rows = self.polar_rows(part)
        return [self.texts[row] for row in rows], (self.labels[rows] > 0).astype(np.int8)


def airline_part(tweet_id: int) -> Part:
    """Assign a tweet by BLAKE2b of its decimal id: 60 % train, 10 % validation, 30 % test."""
    digest = hashlib.blake2b(str(tweet_id).encode(), digest_size=8).digest()
    percent = int.from_bytes(digest, "big") % 100
    if percent < TRAIN_PERCENT:
        return Part.TRAIN
    return Part.VALIDATION if percent < TRAIN_PERCENT + VALIDATION_PERCENT else Part.TEST


def read_airline_tweets(path: Path) -> AirlineTweets:
    """Read the published columns of a csv, perhaps gzipped; of a repeated id, the first row.

    A text that occurs under several ids belongs to the part of the first, so none straddles parts.
    Raises `TrainingError` when the file cannot be read or is another.
    """
    try:
        rows = list(_first_of_each_id(_rows(path)))
        ids = np.array([int(row["tweet_id"]) for row in rows], np.int64)
        labels = np.array([LABELS[row["airline_sentiment"]] for row in rows], np.int8)
        texts, airlines, reasons, created = ([row[name] for row in rows] for name in TEXT_COLUMNS)
    except (OSError, EOFError, UnicodeDecodeError, csv.Error) as error:
        raise TrainingError(f"cannot read {path}: {error}") from error
    except (KeyError, ValueError) as error:
        raise TrainingError(f"{path} is no file of airline tweets: {error}") from error
    return AirlineTweets(ids, texts, labels, _parts(ids, texts), airlines, reasons, created)


def _rows(path: Path) -> Iterator[dict[str, str]]:
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines, restval="")


def _first_of_each_id(rows: Iterable[dict[str, str]]) -> Iterator[dict[str, str]]:
    seen = set()
    for row in rows:
        if row["tweet_id"] not in seen:
            seen.add(row["tweet_id"])
            yield row


def _parts(ids: NDArray[np.int64], texts: list[str]) -> NDArray[np.int8]:
    part_of_text: dict[str, Part] = {}
    for tweet_id, text in zip(ids.tolist(), texts, strict=True):
        part_of_text.setdefault(text, airline_part(tweet_id))
    return np.array([part_of_text[text] for text in texts], np.int8)
