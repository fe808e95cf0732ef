"""Texts without labels, for the teachers to label: phrases and garbled tweets.

A student that learns from texts made by rule learns more of what its teacher knows (Tang et al.,
"Distilling Task-Specific Knowledge from BERT into Simple Neural Networks", 2019). Phrases of one to
six words show it words and short sayings by themselves.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from training.recipe.settings import UnlabelledSettings

PHRASE_LENGTHS = (1, 2, 2, 3, 3, 4, 4, 5, 6)
MAX_WORD_LENGTH, MAX_TEXT_WORDS = 24, 45
MIN_TWEET_WORDS = 5
LOST_SHARE = 0.2

_NO_WORD = re.compile(r"^(?:https?:|www\.|@)|^[\W_]*$")


@dataclass(frozen=True)
class Tweets:
    """Tweets to make texts of, and the set each comes from."""

    texts: Sequence[str]
    sources: Sequence[str]


def make_texts(
    labelled: Tweets, unlabelled: Sequence[str], settings: UnlabelledSettings
) -> list[str]:
    """Distinct texts: common words, phrases of both, and garbled tweets of `labelled`.

    `labelled` must hold training rows alone; their labels take no part.
    """
    rng = np.random.default_rng(settings.seed)
    texts = dict.fromkeys(_common_words([*labelled.texts, *unlabelled], settings.min_word_count))
    texts |= dict.fromkeys(_phrases(labelled.texts, settings.phrases, rng))
    texts |= dict.fromkeys(_phrases(unlabelled, settings.tweet_phrases, rng))
    texts |= dict.fromkeys(_garbled(labelled, settings.garbled, rng))
    return list(texts)


def _words(text: str) -> list[str]:
    return [run for run in text.split() if not _NO_WORD.match(run)]


def _common_words(texts: Sequence[str], min_count: int) -> Iterator[str]:
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update({word.lower() for word in _words(text)})
    for word, count in counts.items():
        if count >= min_count and len(word) <= MAX_WORD_LENGTH:
            yield word


def _phrases(texts: Sequence[str], n: int, rng: np.random.Generator) -> Iterator[str]:
    for row in rng.choice(len(texts), n, replace=n > len(texts)):
        words = _words(texts[row])
        length = int(rng.choice(PHRASE_LENGTHS))
        if len(words) > length + 1:
            start = int(rng.integers(0, len(words) - length + 1))
            yield " ".join(words[start : start + length])


def _garbled(tweets: Tweets, n: int, rng: np.random.Generator) -> Iterator[str]:
    """Tweets with words lost, and the beginning of one with the end of another of its set."""
    rows_of: defaultdict[str, list[int]] = defaultdict(list)
    for row, source in enumerate(tweets.sources):
        rows_of[source].append(row)
    for row in rng.permutation(len(tweets.texts))[:n]:
        words = tweets.texts[row].split()
        if len(words) < MIN_TWEET_WORDS:
            continue
        if rng.random() < 0.5:
            other = tweets.texts[int(rng.choice(rows_of[tweets.sources[row]]))].split()
            words = [*words[: _cut(words, rng)], *other[_cut(other, rng) :]]
        else:
            words = [words[place] for place in np.flatnonzero(rng.random(len(words)) > LOST_SHARE)]
        if words:
            yield " ".join(words[:MAX_TEXT_WORDS])


def _cut(words: Sequence[str], rng: np.random.Generator) -> int:
    return max(2, int(len(words) * rng.uniform(0.3, 0.7)))


def soft_labels(
    labels: NDArray[np.int8], hard_shares: NDArray[np.float64], taught: NDArray[np.float64]
) -> NDArray[np.float32]:
    """Mix `hard_shares` (n,) of each row's smoothed label with the rest of what it was `taught`.

    `labels` (n,) are 0 to 2, `taught` (n, 3) probabilities of the teachers.
    """
    smooth = 0.93 * np.eye(3)[labels] + 0.07 / 3
    share = hard_shares[:, None]
    mixed: NDArray[np.float32] = (share * smooth + (1 - share) * taught).astype(np.float32)
    return mixed
