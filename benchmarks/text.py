"""Cleaning speed by level: `python -m benchmarks.text --data PATH [--rows N]`.

Prints tweets a second on one core (processor time, best of three), the first run's caches warm.
"""

import argparse
import time
from pathlib import Path

from airparadis.text import Level, clean
from training.data import read_tweets


def main() -> None:
    """Read tweets, clean them at every level, print the speeds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="csv, csv.gz or parquet")
    parser.add_argument("--rows", type=int, default=20_000)
    options = parser.parse_args()
    texts = read_tweets(options.data).texts
    texts = texts[:: max(len(texts) // options.rows, 1)][: options.rows]
    for level in Level:
        speed = max(tweets_per_second(texts, level) for _ in range(3))
        print(f"{level:<12} {speed:>9,.0f} tweets/s {1e6 / speed:>6.1f} us a tweet")


def tweets_per_second(texts: list[str], level: Level) -> float:
    """Texts cleaned in a second of this process's own time."""
    started = time.process_time()
    for text in texts:
        clean(text, level)
    return len(texts) / (time.process_time() - started)


if __name__ == "__main__":
    main()
