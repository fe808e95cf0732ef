"""Error rates, by length, and the speed of the language gate on real tweets.

    python -m benchmarks.language --english sentiment140.parquet \\
        --airline us_airline_tweets.csv.gz --french french_tweets.csv.gz

English rows are parted by the CRC-32 of their text into 100 buckets: 0-19 fit the weights
(`training.language`), 20-24 chose the threshold, 70-74 are reported. French rows of the split
`train` chose the threshold, those of `val` are reported; none of them takes part in the fit.

Sentiment140 is not all English. `language_judged.txt` lists the reported rows that the gate
rejects and that a person, reading each, found to be in another language (by their CRC-32);
every other rejection counts as an error, so a new model's rejections count until they are read
(`--rejected` prints those).
"""

import argparse
import subprocess
import sys
import tracemalloc
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path
from time import process_time

import pandas as pd

from airparadis.text import language

CHOOSING_BUCKETS = range(20, 25)
REPORTED_BUCKETS = range(70, 75)
THRESHOLDS = (0.0, 0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0)
LENGTHS = {"0": (0, 0), "1": (1, 1), "2": (2, 2), "3": (3, 3)} | {
    "4-5": (4, 5),
    "6-10": (6, 10),
    ">10": (11, 999),
}
JUDGED = Path(__file__).with_name("language_judged.txt")


def checksum(text: str) -> int:
    return zlib.crc32(text.encode("utf-8", "surrogatepass"))


def in_buckets(texts: Sequence[str], buckets: range) -> list[str]:
    return [text for text in texts if checksum(text) % 100 in buckets]


def count_words(tweet: str) -> int:
    """Written words, as a reader counts them: no link, handle or hashtag, at least one letter."""
    words = (word for word in tweet.split() if not word.startswith(("@", "#", "http")))
    return sum(any(letter.isalpha() for letter in word) for word in words)


def rate(tweets: Sequence[str], is_error: Callable[[str], bool]) -> str:
    """`errors / tweets = per cent` overall and by length in words, one line."""
    cells = []
    for name, (low, high) in {"all": (0, 999), "4+": (4, 999), **LENGTHS}.items():
        group = [tweet for tweet in tweets if low <= count_words(tweet) <= high]
        errors = sum(map(is_error, group))
        cells.append(f"{name} {errors}/{len(group)}={100 * errors / max(1, len(group)):.2f}%")
    return "  ".join(cells)


def first_words(tweets: Sequence[str], count: int) -> list[str]:
    """The tweets cut to their first words: French as short as people type it."""
    bare = [[w for w in tweet.split() if not w.startswith(("@", "#", "http"))] for tweet in tweets]
    return [" ".join(words[:count]) for words in bare if len(words) >= count]


def print_thresholds(english: list[str], airline: list[str], french: list[str]) -> None:
    print(
        "\nChoosing rows: English rejected, airline rejected, French missed (also cut to 4 words)"
    )
    samples = english, airline, french, first_words(french, 4)
    scores = [[language.evidence(tweet) for tweet in sample] for sample in samples]
    for threshold in THRESHOLDS:
        above = [sum(s > threshold for s in sample) / len(sample) for sample in scores]
        shares = above[0], above[1], 1 - above[2], 1 - above[3]
        print(f"  {threshold:.2f}  " + "  ".join(f"{100 * share:.2f}%" for share in shares))


def print_report(english: list[str], airline: list[str], french: list[str]) -> None:
    judged_foreign = {int(line, 16) for line in JUDGED.read_text().split()}

    def is_false_rejection(tweet: str) -> bool:
        return language.is_foreign(tweet) and checksum(tweet) not in judged_foreign

    def is_missed(tweet: str) -> bool:
        return not language.is_foreign(tweet)

    print(f"\nReported rows, threshold {language.THRESHOLD}")
    print("English rejected        ", rate(english, language.is_foreign))
    print("English falsely rejected", rate(english, is_false_rejection))
    print("Airline rejected        ", rate(airline, language.is_foreign))
    print("French missed           ", rate(french, is_missed))
    for count in (2, 3, 4, 5):
        print(f"French cut to {count} words, missed ", rate(first_words(french, count), is_missed))


def print_speed(tweets: list[str]) -> None:
    probe = (
        "import time; t = time.perf_counter()"
        "; import airparadis.text.language as gate; gate.is_foreign('a')"
        "; print(time.perf_counter() - t)"
    )
    command = [sys.executable, "-c", probe]
    start = subprocess.run(command, capture_output=True, text=True, check=True)
    print(f"\nImport and first tweet {1000 * float(start.stdout):.0f} ms")
    begun = process_time()
    for tweet in tweets:
        language.is_foreign(tweet)
    spent = 1e6 * (process_time() - begun) / len(tweets)
    print(f"{spent:.1f} us a tweet over {len(tweets):,} English tweets")


def print_memory(tweets: list[str]) -> None:
    """What the table and the filled cache of words hold; before anything has loaded them."""
    tracemalloc.start()
    for tweet in tweets:
        language.is_foreign(tweet)
    print(f"\nTable and cache {tracemalloc.get_traced_memory()[0] / 2**20:.1f} MiB")
    tracemalloc.stop()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--english", type=Path, required=True, help="Sentiment140 as parquet")
    parser.add_argument("--airline", type=Path, required=True, help="CSV with a column `text`")
    parser.add_argument("--french", type=Path, required=True, help="CSV: split (train, val), text")
    parser.add_argument("--rejected", action="store_true", help="print rejections not yet judged")
    arguments = parser.parse_args()
    english = list(dict.fromkeys(pd.read_parquet(arguments.english, columns=["text"])["text"]))
    airline = pd.read_csv(arguments.airline)["text"].tolist()
    french = pd.read_csv(arguments.french)
    validation = french.loc[french["split"] == "val", "text"].tolist()
    choosing = french.loc[french["split"] == "train", "text"].tolist()
    reported = in_buckets(english, REPORTED_BUCKETS)
    print_memory(reported)
    print_speed(reported)
    print_thresholds(in_buckets(english, CHOOSING_BUCKETS), airline, choosing)
    print_report(reported, airline, validation)
    if arguments.rejected:
        judged = set(JUDGED.read_text().split())
        for tweet in filter(language.is_foreign, reported):
            if f"{checksum(tweet):08x}" not in judged:
                print(f"{checksum(tweet):08x} {language.evidence(tweet):.1f} {tweet}")


if __name__ == "__main__":
    main()
