"""What a set of tweets looks like to a model: `domain.drift` compares two of them."""

from collections.abc import Callable, Iterable, Sequence

from airparadis.domain.monitoring.drift import LENGTH_BINS, SCORE_BINS, WORD_EDGES, Profile
from airparadis.domain.monitoring.histogram import PROBABILITY_EDGES, bin_of
from airparadis.text.cleaning import has_content
from airparadis.text.language import is_foreign

CountUnknown = Callable[[str], tuple[int, int]]
"""Words of a raw tweet that training never met, and all of its words."""


def profile_of(
    texts: Sequence[str], positive: Sequence[float], count_unknown: CountUnknown | None
) -> Profile:
    """The profile of raw tweets as serving would see them: what it would not score is left out.

    Args:
        texts: raw tweets.
        positive: P(positive) of each.
        count_unknown: the model's own; None if it has no vocabulary of words.
    """
    readable = [(text, p) for text, p in zip(texts, positive, strict=True) if has_content(text)]
    scored = [(text, p) for text, p in readable if not is_foreign(text)]
    lengths, words, tokens, unknown = read_texts((text for text, _ in scored), count_unknown)
    return Profile(
        scores=_count((bin_of(p, PROBABILITY_EDGES) for _, p in scored), SCORE_BINS),
        confidence=sum(max(p, 1 - p) for _, p in scored),
        foreign=len(readable) - len(scored),
        lengths=lengths,
        words=words,
        tokens=tokens,
        unknown_tokens=unknown,
    )


def read_texts(
    texts: Iterable[str], count_unknown: CountUnknown | None
) -> tuple[tuple[int, ...], int, int, int]:
    """A profile's `lengths`, `words`, `tokens` and `unknown_tokens` of raw tweets."""
    places, words, tokens, unknown = [], 0, 0, 0
    for text in texts:
        length = len(text.split())
        places.append(bin_of(length, WORD_EDGES))
        words += length
        if count_unknown:
            new, total = count_unknown(text)
            tokens, unknown = tokens + total, unknown + new
    return _count(places, LENGTH_BINS), words, tokens, unknown


def _count(places: Iterable[int], bins: int) -> tuple[int, ...]:
    counts = [0] * bins
    for place in places:
        counts[place] += 1
    return tuple(counts)
