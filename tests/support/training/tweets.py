"""Synthetic tweets of our own making, in the published format of Sentiment140."""

import csv
import random
from pathlib import Path

from training.data.tweets import Tweets, read_tweets

SUBJECTS = ("the flight", "my bag", "this crew", "the seat", "our landing", "the food", "boarding")
NEGATIVE = ("was delayed", "was awful", "is broken", "made me cry", "was not good", "is so rude")
POSITIVE = ("was lovely", "was great", "is perfect", "made me smile", "was not bad", "is so kind")
ENDINGS = ("", " today", " again", "!", "!!!", " http://t.co/x", " lol", " &amp; the rest")


def published_rows(n_rows: int, seed: int = 0) -> list[list[str]]:
    """Rows of six columns, half of each label, negatives first as in the published file."""
    choose = random.Random(seed)  # noqa: S311 - synthetic data, no secret
    rows = []
    for number in range(n_rows):
        positive = number >= n_rows // 2
        feeling = choose.choice(POSITIVE if positive else NEGATIVE)
        text = f"@user{number} {choose.choice(SUBJECTS)} {feeling}{choose.choice(ENDINGS)}"
        rows.append(["4" if positive else "0", str(number), "date", "NO_QUERY", "user", text])
    return rows


def write_published(path: Path, rows: list[list[str]]) -> Path:
    """Write rows as the published file has them: latin-1, every field quoted, no header."""
    with path.open("w", encoding="latin-1", newline="") as file:
        csv.writer(file, quoting=csv.QUOTE_ALL).writerows(rows)
    return path


def synthetic_tweets(directory: Path, n_rows: int = 400) -> Tweets:
    """The same rows, read back."""
    return read_tweets(write_published(directory / "tweets.csv", published_rows(n_rows)))
