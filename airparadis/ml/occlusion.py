"""Explanation by occlusion: how a score changes without a word.

Li, Monroe and Jurafsky, "Understanding Neural Networks through Representation Erasure", 2016.
"""

import re
from collections.abc import Callable, Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

_CHUNK = re.compile(r"\S+")
MAX_CHUNKS = 40
"""Further chunks have no share: every one costs a score."""

Span = tuple[int, int]
W = TypeVar("W")


def chunk_shares(
    text: str, scores: Callable[[Sequence[str]], NDArray[np.float64]]
) -> list[tuple[Span, float]]:
    """Return span and share of every chunk between spaces: the score minus that without it."""
    spans = [match.span() for match in _CHUNK.finditer(text)][:MAX_CHUNKS]
    without = [text[:start] + text[end:] for start, end in spans]
    whole, *others = scores([text, *without]).tolist()
    return [(span, whole - other) for span, other in zip(spans, others, strict=True)]


def token_shares(
    tokens: Sequence[Sequence[W]],
    scores: Callable[[Sequence[Sequence[W]]], NDArray[np.float64]],
    max_words: int,
) -> list[float]:
    """Return the share of every token, each of some words: the score minus that without it.

    Args:
        tokens: the tokens of a tweet, in order.
        scores: returns scores (n,) of tweets as words.
        max_words: words that are scored; a token that is not read completely has no share.
    """
    readable = _tokens_within(tokens, max_words)
    present = [position for position, token in enumerate(readable) if token]
    without = [
        [word for other, token in enumerate(readable) if other != position for word in token]
        for position in present
    ]
    whole, *others = scores([[word for token in readable for word in token], *without]).tolist()
    shares = [0.0] * len(tokens)
    for position, other in zip(present, others, strict=True):
        shares[position] = whole - other
    return shares


def _tokens_within(tokens: Sequence[Sequence[W]], max_words: int) -> list[Sequence[W]]:
    n_words, readable = 0, []
    for token in tokens:
        n_words += len(token)
        if n_words > max_words:
            break
        readable.append(token)
    return readable
