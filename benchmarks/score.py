"""Speed of a model directory: `python -m benchmarks.score --data PATH [--model DIR] [--rows N]`.

Prints load time, one tweet at a time (median and 95th percentile of wall time), explanation, and
batches on one and two processes; and the processor time of a tweet, which other jobs on the machine
disturb least. Each process multiplies with one thread, as those that score files do.
"""

import argparse
import statistics
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from airparadis.lib.blas_threads import single_blas_thread
from airparadis.ml.artifact import BUNDLED_MODEL
from airparadis.ml.contract import Classifier
from airparadis.ml.families import load_classifier
from training.data.tweets import read_tweets

BATCH = 1000


def main() -> None:
    """Read tweets, load the model, print the speeds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="csv, csv.gz or parquet")
    parser.add_argument("--model", type=Path, default=BUNDLED_MODEL)
    parser.add_argument("--rows", type=int, default=40_000)
    options = parser.parse_args()
    texts = read_tweets(options.data).texts
    texts = texts[:: max(len(texts) // options.rows, 1)][: options.rows]
    started = time.perf_counter()
    classifier = load_classifier(options.model)
    print(f"{classifier.manifest.version}: loaded in {time.perf_counter() - started:.2f} s")
    size = sum(record.size for record in classifier.manifest.files.values())
    print(f"size on disk {size / 1e6:.2f} MB")
    with single_blas_thread():
        report_single(classifier, texts[:5000])
        started = time.process_time()
        classifier.predict_proba(texts)
        spent = time.process_time() - started
    print(f"processor time of a tweet in a batch: {1e6 * spent / len(texts):.0f} us")
    for n_processes in (1, 2):
        speed = batch_speed(options.model, texts, n_processes)
        print(f"batches of {BATCH}, {n_processes} processes: {speed:,.0f} tweets/s")


def report_single(classifier: Classifier, texts: list[str]) -> None:
    """Print the time of one tweet, scored and explained."""
    for name, call in (
        ("score", lambda text: classifier.predict_proba([text])),
        ("explain", classifier.explain),
    ):
        times = []
        for text in texts:
            started = time.perf_counter()
            call(text)
            times.append((time.perf_counter() - started) * 1e6)
        *_, high = statistics.quantiles(times, n=20)
        print(f"{name} one tweet: median {statistics.median(times):.0f} us, 95 % {high:.0f} us")


def batch_speed(model: Path, texts: list[str], n_processes: int) -> float:
    """Tweets a second over batches, the model loaded beforehand in every process."""
    batches = [texts[start : start + BATCH] for start in range(0, len(texts), BATCH)]
    with ProcessPoolExecutor(n_processes, initializer=_load, initargs=(model,)) as pool:
        list(pool.map(_score, [["warm up"]] * n_processes * 4))
        started = time.perf_counter()
        list(pool.map(_score, batches))
        return len(texts) / (time.perf_counter() - started)


_models: list[Classifier] = []


def _load(model: Path) -> None:
    _models.append(load_classifier(model))


def _score(texts: list[str]) -> float:
    with single_blas_thread():
        return float(_models[0].predict_proba(texts)[:, 1].sum())


if __name__ == "__main__":
    main()
