"""Effect of erasing the words that an explanation names.

    python -m benchmarks.faithfulness --data sentiment140.parquet

Comprehensiveness and its random baseline (DeYoung et al., "ERASER: A Benchmark to Evaluate
Rationalized NLP Models", ACL 2020) on test tweets of at least eight explained words. Words named
first speak most for the label given. A drop is in the probability of that label.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from airparadis.ml.artifact import BUNDLED_MODEL
from airparadis.ml.contract import Classifier, Contribution
from airparadis.ml.families import load_classifier
from benchmarks.harness.tables import head, row
from training.data.split import Part, frozen_split
from training.data.tweets import read_tweets

MIN_WORDS = 8


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
    rng, classifier = np.random.default_rng(42), load_classifier(options.model)
    rows = rng.permutation(split.rows(Part.TEST))[: 3 * options.tweets]
    ranked = {tweets.texts[row]: _ranked(classifier, tweets.texts[row]) for row in rows}
    texts = [text for text in ranked if len(ranked[text]) >= MIN_WORDS][: options.tweets]
    print(f"{classifier.manifest.version}, {len(texts):,} test tweets (published split)")
    print(head("erased", "words", "mean drop", "label changed"))
    orders = {
        "named first": ranked,
        "at random": {
            text: [*map(ranked[text].__getitem__, rng.permutation(len(ranked[text])))]
            for text in texts
        },
        "named last": {text: ranked[text][::-1] for text in texts},
    }
    for name, parts in orders.items():
        for n_words in (1, 2, 3):
            cut = [_erase(text, parts[text][:n_words]) for text in texts]
            before, after = classifier.predict_proba(texts), classifier.predict_proba(cut)
            given = before.argmax(axis=1)[:, None]
            drop = (
                np.take_along_axis(before, given, 1) - np.take_along_axis(after, given, 1)
            ).mean()
            changed = (after.argmax(axis=1) != given[:, 0]).mean()
            print(row(name, n_words, f"{drop:+.3f}", f"{changed:.1%}"))


def _ranked(classifier: Classifier, text: str) -> list[Contribution]:
    """Explained words, those that speak most for the label given first."""
    sign = 1 if classifier.predict_proba([text])[0, 1] >= 0.5 else -1
    return sorted(classifier.explain(text).contributions, key=lambda part: -sign * part.weight)


def _erase(text: str, parts: Sequence[Contribution]) -> str:
    for part in sorted(parts, key=lambda part: -part.start):
        text = f"{text[: part.start]} {text[part.end :]}"
    return text


if __name__ == "__main__":
    main()
