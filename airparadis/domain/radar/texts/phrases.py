"""Phrases that several of a few tweets share: too few for statistics, enough to name something."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from airparadis.domain.radar.texts.folding import tokens
from airparadis.domain.radar.texts.function_words import FUNCTION_WORDS

MAX_WORDS: Final = 4
MIN_TEXTS: Final = 2
_MIN_LENGTH = 3


def shared_phrases(
    texts: Sequence[str], *, ignored: Iterable[str] = (), limit: int = 5
) -> list[tuple[str, int]]:
    """Return phrases of two to four words that at least two texts have, and how many have them.

    The most shared come first, of those the longest; a part of one that is chosen is left out.

    Args:
        texts: distinct texts, so that copies do not count twice.
        ignored: texts whose words are no news, such as the stream's own terms.
        limit: the most phrases to return.
    """
    known = {word for text in ignored for word in tokens(text)}
    counts = Counter(phrase for text in texts for phrase in _phrases(text, known))
    shared = [item for item in counts.items() if item[1] >= MIN_TEXTS]
    shared.sort(key=lambda item: (-item[1], -len(item[0].split()), item[0]))
    chosen: list[tuple[str, int]] = []
    for phrase, count in shared:
        if not any(f" {phrase} " in f" {longer} " for longer, _ in chosen):
            chosen.append((phrase, count))
    return chosen[:limit]


def _phrases(text: str, known: set[str]) -> set[str]:
    """Return the runs of words that begin and end with one that says something."""
    words = [token for token in tokens(text) if not token.startswith("@")]
    return {
        " ".join(words[start:end])
        for start in range(len(words))
        for end in range(start + 2, min(start + MAX_WORDS, len(words)) + 1)
        if _says_something(words[start], known) and _says_something(words[end - 1], known)
    }


def _says_something(word: str, known: set[str]) -> bool:
    return len(word) >= _MIN_LENGTH and word not in FUNCTION_WORDS and word not in known
