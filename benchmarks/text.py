"""Cleaning speed by level: `python -m benchmarks.text --data PATH [--rows N]`.

Prints tweets a second of one core's time. Every tweet is cleaned once: what is kept from one tweet
for the next counts, what would be kept from a first run for a second does not.
"""

import argparse
import time
from pathlib import Path

from airparadis.text.cleaning import Level, clean
from training.data.tweets import read_tweets


def main() -> None:
    """Read tweets, clean them at every level, print the speeds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="csv, csv.gz or parquet")
    parser.add_argument("--rows", type=int, default=200_000)
    options = parser.parse_args()
    texts = read_tweets(options.data).texts
    texts = texts[:: max(len(texts) // options.rows, 1)][: options.rows]
    for level in Level:
        clean("load what the level needs", level)
        speed = tweets_per_second(texts, level)
        print(f"{level:<12} {speed:>9,.0f} tweets/s {1e6 / speed:>6.1f} us a tweet")


def tweets_per_second(texts: list[str], level: Level) -> float:
    """Texts cleaned in a second of this process's own time."""
    started = time.process_time()
    for text in texts:
        clean(text, level)
    return len(texts) / (time.process_time() - started)


if __name__ == "__main__":
    main()
