"""How faithful are the words an explanation names? Take them out and see how far the score moves.

    python -m benchmarks.faithfulness --data sentiment140.parquet

Comprehensiveness and its random baseline (DeYoung et al., "ERASER: A Benchmark to Evaluate
Rationalized NLP Models", ACL 2020) on test tweets of at least eight explained words. "Named first"
are the words that speak most for the label given; "least" those that speak least for it or most
against it. A drop is in the probability of the label given to the whole tweet.
"""

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from airparadis.ml.artifact import BUNDLED_MODEL
from airparadis.ml.contract import Classifier, Contribution
from airparadis.ml.families import load_classifier
from training.data.split import Part, frozen_split
from training.data.tweets import read_tweets

FEWEST_WORDS = 8
Order = Callable[[list[Contribution]], list[Contribution]]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.faithfulness")
    parser.add_argument("--data", type=Path, required=True, help="Sentiment140")
    parser.add_argument("--split", type=Path, default=Path("instance/training"))
    parser.add_argument("--model", type=Path, default=BUNDLED_MODEL)
    parser.add_argument("--tweets", type=int, default=2000)
    options = parser.parse_args()
    tweets = read_tweets(options.data)
    split = frozen_split(tweets, options.split / "split-published.parquet", "published")
    rng = np.random.default_rng(42)
    classifier = load_classifier(options.model)
    texts = [
        tweets.texts[row] for row in rng.permutation(split.rows(Part.TEST))[: 3 * options.tweets]
    ]
    explained = [(text, label_first(classifier, text)) for text in texts]
    explained = [pair for pair in explained if len(pair[1]) >= FEWEST_WORDS][: options.tweets]
    print(f"{classifier.manifest.version}, {len(explained):,} test tweets (published split)")
    orders: dict[str, Order] = {
        "named first": lambda words: words,
        "at random": lambda words: [words[place] for place in rng.permutation(len(words))],
        "named last": lambda words: words[::-1],
    }
    print("| taken out | words | mean drop | label turned |\n| --- | --- | --- | --- |")
    for name, order in orders.items():
        for n_words in (1, 2, 3):
            drop, turned = without(classifier, explained, order, n_words)
            print(f"| {name} | {n_words} | {drop:+.3f} | {turned:.1%} |")


def label_first(classifier: Classifier, text: str) -> list[Contribution]:
    """The explained words, those that speak most for the label given first."""
    sign = 1 if classifier.predict_proba([text])[0, 1] >= 0.5 else -1
    parts = classifier.explain(text).contributions
    return sorted(parts, key=lambda part: -sign * part.weight)


def without(
    classifier: Classifier,
    explained: Sequence[tuple[str, list[Contribution]]],
    order: Order,
    n_words: int,
) -> tuple[float, float]:
    """Mean drop of the given label's probability, and how often the label turns."""
    before = classifier.predict_proba([text for text, _ in explained])
    cut = [erase(text, order(parts)[:n_words]) for text, parts in explained]
    after = classifier.predict_proba(cut)
    rows, given = np.arange(len(before)), before.argmax(axis=1)
    drops = before[rows, given] - after[rows, given]
    return float(drops.mean()), float((after.argmax(axis=1) != given).mean())


def erase(text: str, parts: Sequence[Contribution]) -> str:
    """The text with a space in place of each part."""
    for part in sorted(parts, key=lambda part: -part.start):
        text = f"{text[: part.start]} {text[part.end :]}"
    return text


if __name__ == "__main__":
    main()
