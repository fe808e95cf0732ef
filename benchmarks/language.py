"""Error rates, by length, and the speed of the language gate on real tweets.

    python -m benchmarks.language --english sentiment140.parquet \\
        --airline us_airline_tweets.csv.gz --french french_tweets.csv.gz

English rows are dealt by the CRC-32 of their text to 100 buckets: 0-13 fit the weights
(`training.language`), 70-74 are reported. No French row takes part in the fit; those of the split
`train` chose the limits, those of `val` are reported.

Sentiment140 is not all English. `language_judged.txt` lists the reported rows that the gate
rejects and that a person, reading each, found to be in another language (by their CRC-32);
every other rejection counts as an error, so a new model's rejections count until they are read
(`--rejected` prints those).
"""

import argparse
import subprocess
import sys
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path
from time import process_time

import pandas as pd

from airparadis.text import language

REPORTED_BUCKETS = range(70, 75)
LENGTHS = {"all": (0, 999), "4+": (4, 999), "0": (0, 0), "1": (1, 1), "2": (2, 2), "3": (3, 3)} | {
    "4-5": (4, 5),
    "6-10": (6, 10),
    ">10": (11, 999),
}
"""Lowest and highest number of words."""

JUDGED = Path(__file__).with_name("language_judged.txt")
IMPORT = (
    "import time; t = time.perf_counter(); import airparadis.text.language as gate; "
    "gate.detect_language('a'); print(time.perf_counter() - t)"
)


def checksum(text: str) -> int:
    """Return the CRC-32 of a text."""
    return zlib.crc32(text.encode("utf-8", "surrogatepass"))


def _in_buckets(texts: Sequence[str], buckets: range) -> list[str]:
    return [text for text in texts if checksum(text) % 100 in buckets]


def _words(tweet: str) -> list[str]:
    return [word for word in tweet.split() if not word.startswith(("@", "#", "http"))]


def _count_words(tweet: str) -> int:
    return sum(any(letter.isalpha() for letter in word) for word in _words(tweet))


def _first_words(tweets: Sequence[str], count: int) -> list[str]:
    """Cut tweets to their first words: French as short as people type it."""
    return [" ".join(_words(tweet)[:count]) for tweet in tweets if len(_words(tweet)) >= count]


def _rates(tweets: Sequence[str], is_error: Callable[[str], bool]) -> str:
    """Format `errors / tweets = per cent` overall and by length in words."""
    cells = []
    for name, (low, high) in LENGTHS.items():
        group = [tweet for tweet in tweets if low <= _count_words(tweet) <= high]
        errors = sum(map(is_error, group))
        cells.append(f"{name} {errors}/{len(group)}={100 * errors / max(1, len(group)):.2f}%")
    return "  ".join(cells)


def is_foreign(tweet: str) -> bool:
    """Return whether a tweet is rejected."""
    return language.detect_language(tweet) is None


def print_report(english: list[str], airline: list[str], french: list[str]) -> None:
    """Print the error rates on the held-out rows."""
    judged_foreign = {int(line, 16) for line in JUDGED.read_text().split()}

    def is_false_rejection(tweet: str) -> bool:
        return is_foreign(tweet) and checksum(tweet) not in judged_foreign

    def is_french(tweet: str) -> bool:
        return language.detect_language(tweet) is language.Language.FRENCH

    def is_english(tweet: str) -> bool:
        return language.detect_language(tweet) is language.Language.ENGLISH

    print("English rejected        ", _rates(english, is_foreign))
    print("English falsely rejected", _rates(english, is_false_rejection))
    print("English read as French  ", _rates(english, is_french))
    print("Airline rejected        ", _rates(airline, is_foreign))
    print("Airline read as French  ", _rates(airline, is_french))
    print("French rejected         ", _rates(french, is_foreign))
    print("French read as English  ", _rates(french, is_english))
    for count in (2, 3, 4, 5):
        cut = _first_words(french, count)
        print(f"French cut to {count} words, rejected       ", _rates(cut, is_foreign))
        print(f"French cut to {count} words, read as English", _rates(cut, is_english))


def print_speed(tweets: list[str]) -> None:
    """Print the time of the first tweet and of the following ones."""
    command = [sys.executable, "-c", IMPORT]
    first = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    print(f"Import and first tweet {1000 * float(first):.0f} ms")
    started = process_time()
    for tweet in tweets:
        language.detect_language(tweet)
    spent = 1e6 * (process_time() - started) / len(tweets)
    print(f"{spent:.1f} us of processor time a tweet over {len(tweets):,} English tweets")


def main() -> None:
    """Read the tweets, print speed and error rates."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--english", type=Path, required=True, help="Sentiment140 as parquet")
    parser.add_argument("--airline", type=Path, required=True, help="CSV with a column `text`")
    parser.add_argument("--french", type=Path, required=True, help="CSV: split (train, val), text")
    parser.add_argument("--rejected", action="store_true", help="print rejections not yet judged")
    options = parser.parse_args()
    english = list(dict.fromkeys(pd.read_parquet(options.english, columns=["text"])["text"]))
    airline = pd.read_csv(options.airline)["text"].tolist()
    french = {
        split: rows["text"].tolist() for split, rows in pd.read_csv(options.french).groupby("split")
    }
    reported = _in_buckets(english, REPORTED_BUCKETS)
    print_speed(reported)
    print_report(reported, airline, french["val"])
    if options.rejected:
        judged = set(JUDGED.read_text().split())
        for tweet in filter(is_foreign, reported):
            if f"{checksum(tweet):08x}" not in judged:
                print(f"{checksum(tweet):08x} {tweet}")


if __name__ == "__main__":
    main()
