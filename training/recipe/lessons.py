"""The student's training set: labels mixed with the teachers' predictions, and emoticons."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from airparadis.ml.light.tokens import chunks, tokenise, words_of
from airparadis.text.cleaning import unescape
from training.recipe.labelled import ENGLISH
from training.recipe.material import Material
from training.recipe.settings import RecipeSettings, StudentSettings
from training.recipe.student.fit import Lessons
from training.recipe.student.words import Subwords, encode, known_words
from training.recipe.unlabelled import soft_labels

OWN_HARD_SHARE = 1.0
EVEN = 0.5


@dataclass(frozen=True)
class Taught:
    """The teachers' predictions, probabilities (n, 3): of labelled training rows, of texts without
    labels, and of the first rows of `Material.unlabelled`."""

    labelled: NDArray[np.float64]
    texts: NDArray[np.float64]
    tweets: NDArray[np.float64]


@dataclass(frozen=True)
class _Part:
    texts: Sequence[str]
    labels: NDArray[np.floating]
    label_weights: NDArray[np.float64]
    times: NDArray[np.float64]
    emoticons: NDArray[np.float64] | None = None


def make_lessons(
    material: Material, texts: Sequence[str], taught: Taught, recipe: RecipeSettings
) -> tuple[Lessons, Subwords]:
    """All lessons of one student, and the words that it is to know."""
    parts = [
        _labelled(material, taught, recipe),
        _own(material, recipe.student),
        _Part(
            texts,
            taught.texts,
            np.full(len(texts), recipe.student.unlabelled_weight),
            np.ones(len(texts)),
        ),
        _tweets(material, taught, recipe.student),
    ]
    words = [read_words(text) for part in parts for text in part.texts]
    known = known_words(words, (), recipe.student.min_count)
    others = {word for tweet in words for word in tweet} - set(known)
    subwords = Subwords.of(known, sorted(others), recipe.student.buckets)
    return _joined(parts, words, subwords, recipe.student), subwords


def read_words(text: str) -> list[str]:
    """The words of a raw English tweet, as the light model reads them."""
    return [
        word
        for chunk in chunks(unescape(text))
        for token in tokenise(chunk)
        for word in words_of(token)
    ]


def _labelled(material: Material, taught: Taught, recipe: RecipeSettings) -> _Part:
    """Sets that count little come less often, too, instead of only counting less each time."""
    rows = material.training_rows(ENGLISH)
    sources = [recipe.sources[name] for name in material.labelled.sources[rows]]
    hard = np.array([source.hard for source in sources])
    weights = np.array([source.weight for source in sources])
    often = np.minimum(1.0, 1.4 * weights)
    return _Part(
        [material.labelled.texts[row] for row in rows],
        soft_labels(material.labelled.labels[rows], hard, taught.labelled),
        weights / often,
        recipe.student.labelled_times * often,
    )


def _own(material: Material, settings: StudentSettings) -> _Part:
    own = material.own[ENGLISH]
    n = len(own.texts)
    nothing = np.full((n, 3), 1 / 3)
    labels = soft_labels(own.labels, np.full(n, OWN_HARD_SHARE), nothing)
    return _Part(own.texts, labels, np.ones(n), np.full(n, settings.own_texts_times))


def _tweets(material: Material, taught: Taught, settings: StudentSettings) -> _Part:
    """Sentiment140: its emoticons are labels of another kind; the teachers read some of it."""
    rows = material.unlabelled[: settings.emoticon_rows]
    n_taught = min(len(taught.tweets), len(rows))
    labels = np.full((len(rows), 3), 1 / 3)
    labels[:n_taught] = taught.tweets[:n_taught]
    return _Part(
        [material.sentiment140.texts[row] for row in rows],
        labels,
        np.where(np.arange(len(rows)) < n_taught, settings.tweets_weight, 0.0),
        np.ones(len(rows)),
        material.sentiment140.y[rows].astype(float),
    )


def _joined(
    parts: Sequence[_Part],
    words: Sequence[Sequence[str]],
    subwords: Subwords,
    settings: StudentSettings,
) -> Lessons:
    emoticons = [
        np.full(len(part.texts), EVEN) if part.emoticons is None else part.emoticons
        for part in parts
    ]
    weights = [
        np.full(len(part.texts), 0.0 if part.emoticons is None else settings.emoticon_weight)
        for part in parts
    ]
    return Lessons(
        encode(words, subwords),
        np.concatenate([part.labels for part in parts]).astype(np.float32),
        np.concatenate([part.label_weights for part in parts]).astype(np.float32),
        np.concatenate(emoticons).astype(np.float32),
        np.concatenate(weights).astype(np.float32),
        np.concatenate([part.times for part in parts]),
    )
