"""Speed of a model: `python -m benchmarks.score --data PATH [--model DIR] [--rows N]`.

Prints load time, one tweet at a time scored and explained, and batches on one and two processes, in
wall time and in processor time, which other jobs on the machine disturb least; then the speed of
the cleaning that training does at each level. A process computes with one thread.
"""

import argparse
import statistics
import time
from pathlib import Path

from airparadis.lib.blas_threads import single_blas_thread
from airparadis.ml.artifact import BUNDLED_MODEL
from airparadis.ml.families import load_classifier
from airparadis.text.cleaning import Level, clean
from benchmarks.harness.tables import head, row
from training.data.tweets import read_tweets
from training.evaluation.speed import measure_speed

SINGLES = 1_000


def main() -> None:
    """Read tweets, print the speeds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="csv, csv.gz or parquet")
    parser.add_argument("--model", type=Path, default=BUNDLED_MODEL)
    parser.add_argument("--rows", type=int, default=40_000)
    options = parser.parse_args()
    texts = read_tweets(options.data).texts
    texts = texts[:: max(len(texts) // options.rows, 1)][: options.rows]
    print(head("", "wall", "processor"))
    for processes in (1, 2):
        speed = measure_speed(options.model, texts, processes)
        if processes == 1:
            alone = speed.latency
            print(row("load", f"{alone.load_seconds:.2f} s", ""))
            wall = f"median {alone.median_us:,.0f} us, 95 % {alone.p95_us:,.0f} us"
            print(row("one tweet", wall, f"mean {alone.processor_us:,.0f} us"))
            print(row("one explanation", _explanation(options.model, texts[:SINGLES]), ""))
        wall = f"{speed.tweets_per_second:,.0f} tweets/s"
        print(row(f"batches, {processes} processes", wall, f"{speed.processor_us:,.0f} us a tweet"))
    for level in Level:
        print(row(f"cleaning, {level}", "", f"{_cleaning_us(texts, level):,.1f} us a tweet"))


def _explanation(model: Path, texts: list[str]) -> str:
    classifier, times = load_classifier(model), []
    with single_blas_thread():
        for text in texts:
            started = time.perf_counter()
            classifier.explain(text)
            times.append((time.perf_counter() - started) * 1e6)
    *_, high = statistics.quantiles(times, n=20)
    return f"median {statistics.median(times):,.0f} us, 95 % {high:,.0f} us"


def _cleaning_us(texts: list[str], level: Level) -> float:
    """Microseconds of processor time a tweet; every tweet is cleaned once, as words are cached."""
    clean("load what the level needs", level)
    started = time.process_time()
    for text in texts:
        clean(text, level)
    return (time.process_time() - started) / len(texts) * 1e6


if __name__ == "__main__":
    main()
