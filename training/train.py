"""From a file of tweets to a verified artifact directory with its figures."""

import json
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from airparadis.classifier import KnowsWords
from airparadis.profile import profile_of
from airparadis.text import Level, clean, has_min_words
from training.data import Tweets, read_tweets
from training.evaluate import Evaluation, evaluate, uncertain_below
from training.export import export
from training.families import Family
from training.split import Part, Split, frozen_split, seen_in_training

SAMPLE_SEED = 42


def train(
    family: Family, data: Path, out: Path, split_path: Path, variant: str, sample: int | None
) -> None:
    """Fit `family` on the training rows of `data`; judge it; write it to `out`.

    The split is drawn over every usable row before anything is fitted. With `sample`, only that
    many training rows are fitted on; validation and test rows stay whole.
    """
    tweets = read_tweets(data)
    print(tweets.faults.summary(len(tweets.texts)))
    split = frozen_split(tweets, split_path, variant)
    rows = {part: split.rows(part) for part in Part}
    rows[Part.TRAIN] = _sampled(rows[Part.TRAIN], sample)
    family.fit(*_samples(tweets, rows[Part.TRAIN]), *_samples(tweets, rows[Part.VALIDATION]))
    texts, y = _samples(tweets, rows[Part.VALIDATION])
    validation = family.predict_proba(texts)[:, 1]
    evaluations = {"validation": evaluate(validation, y), **_test(family, tweets, split)}
    report(evaluations)
    figures = {name: evaluation.figures for name, evaluation in evaluations.items()}
    count_unknown = family.count_unknown if isinstance(family, KnowsWords) else None
    manifest = export(
        family,
        out,
        split,
        figures,
        uncertain_below(validation, y),
        reference=profile_of(texts, validation.tolist(), count_unknown),
    )
    print(f"wrote {manifest.version} to {out}")


def report(evaluations: Mapping[str, Evaluation]) -> None:
    """Print every set's figures, and the classes and confusions of the whole test part."""
    for name, evaluation in evaluations.items():
        print(f"{name}: {json.dumps(dict(evaluation.figures))}")
    whole = evaluations["test"]
    print(f"\ntest, by class:\n{whole.report}")
    print(f"test, confusion matrix (rows: true, columns: predicted):\n{whole.confusion}")


def _test(family: Family, tweets: Tweets, split: Split) -> dict[str, Evaluation]:
    rows = split.rows(Part.TEST)
    texts, y = _samples(tweets, rows)
    probabilities = family.predict_proba(texts)[:, 1]
    subsets = {
        "test": np.ones(len(rows), bool),
        "test_unseen_texts": ~seen_in_training(tweets, split)[rows],
    }
    if family.name == "tfidf":  # the published figures are on rows that pass its filter
        subsets["test_min_words"] = np.array([_passes_filter(text) for text in texts])
    return {name: evaluate(probabilities[kept], y[kept]) for name, kept in subsets.items()}


def _passes_filter(text: str) -> bool:
    return has_min_words(clean(text, Level.SIMPLE), Level.SIMPLE)


def _samples(tweets: Tweets, rows: NDArray[np.intp]) -> tuple[list[str], NDArray[np.int8]]:
    return [tweets.texts[row] for row in rows], tweets.y[rows]


def _sampled(rows: NDArray[np.intp], sample: int | None) -> NDArray[np.intp]:
    if sample is None or sample >= len(rows):
        return rows
    chosen = np.random.default_rng(SAMPLE_SEED).choice(rows, sample, replace=False)
    return np.sort(chosen)
