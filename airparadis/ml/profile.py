"""Profiles of tweets, as compared by `domain.monitoring.drift`."""

from collections.abc import Callable, Container, Iterable, Sequence
from itertools import repeat

from airparadis.domain.monitoring.drift.profile import LENGTH_BINS, SCORE_BINS, WORD_EDGES, Profile
from airparadis.domain.monitoring.histogram import PROBABILITY_EDGES, bin_of
from airparadis.text.cleaning import has_content
from airparadis.text.language import Language, detect_language

CountUnknown = Callable[[str], tuple[int, int]]
"""Counts the words of a raw tweet that are unknown to training, and all of its words."""


def profile_of(
    texts: Sequence[str],
    positive: Sequence[float],
    count_unknown: CountUnknown | None,
    languages: Container[Language] = (Language.ENGLISH,),
    neutral: Sequence[float] | None = None,
) -> Profile:
    """Build the profile of raw tweets; those that serving would not score are left out.

    Args:
        texts: raw tweets.
        positive: P(positive) of the tweets.
        count_unknown: the model's own; None if it has no vocabulary of words.
        languages: those that the model scores.
        neutral: P(neutral) of the tweets; None from a model of two classes.
    """
    rows = zip(texts, positive, neutral or repeat(0.0, len(texts)), strict=True)
    readable = [row for row in rows if has_content(row[0])]
    scored = [row for row in readable if detect_language(row[0]) in languages]
    lengths, words, tokens, unknown = count_words((text for text, *_ in scored), count_unknown)
    return Profile(
        scores=_histogram(p for _, p, _ in scored),
        confidence=sum(max(p, 1 - p) for _, p, _ in scored),
        foreign=len(readable) - len(scored),
        lengths=lengths,
        words=words,
        tokens=tokens,
        unknown_tokens=unknown,
        neutral=None if neutral is None else sum(p >= 0.5 for *_, p in scored),
    )


def count_words(
    texts: Iterable[str], count_unknown: CountUnknown | None
) -> tuple[tuple[int, ...], int, int, int]:
    """Return the `lengths`, `words`, `tokens` and `unknown_tokens` of raw tweets."""
    lengths, words, tokens, unknown = [0] * LENGTH_BINS, 0, 0, 0
    for text in texts:
        length = len(text.split())
        lengths[bin_of(length, WORD_EDGES)] += 1
        words += length
        if count_unknown:
            new, total = count_unknown(text)
            tokens, unknown = tokens + total, unknown + new
    return tuple(lengths), words, tokens, unknown


def _histogram(probabilities: Iterable[float]) -> tuple[int, ...]:
    counts = [0] * SCORE_BINS
    for probability in probabilities:
        counts[bin_of(probability, PROBABILITY_EDGES)] += 1
    return tuple(counts)
