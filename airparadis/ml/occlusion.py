"""Explanation by occlusion: how a score changes without a word.

Li, Monroe and Jurafsky, "Understanding Neural Networks through Representation Erasure", 2016.
"""

import re
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

_CHUNK = re.compile(r"\S+")
MAX_CHUNKS = 40
"""Further chunks have no share: every one costs a score."""

Span = tuple[int, int]


def chunk_shares(
    text: str, scores: Callable[[Sequence[str]], NDArray[np.float64]]
) -> list[tuple[Span, float]]:
    """Return span and share of every chunk between spaces: the score minus that without it."""
    spans = [match.span() for match in _CHUNK.finditer(text)][:MAX_CHUNKS]
    without = [text[:start] + text[end:] for start, end in spans]
    whole, *others = scores([text, *without]).tolist()
    return [(span, whole - other) for span, other in zip(spans, others, strict=True)]
