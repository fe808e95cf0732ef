"""WordPiece, uncased, as BERT reads English (Devlin et al., NAACL 2019).

Text is lower-cased without accents and split at spaces and punctuation marks, and every word into
the longest known pieces from the left. Equal to the `tokenizers` library except that CJK
characters are not split.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from airparadis.lib.memo import memoize

UNKNOWN, FIRST, LAST = "[UNK]", "[CLS]", "[SEP]"
CONTINUED = "##"
MAX_WORD_LENGTH = 100
"""Longer words are unknown."""

_ASCII_PARTS = re.compile(r"[^\W_]+|[\W_]")
_ACCENT = "Mn"
_UNPRINTABLE = "C"
_REPLACEMENT = "\ufffd"


class WordPieces:
    """A tokeniser; thread-safe."""

    def __init__(self, vocabulary: Sequence[str], max_pieces: int) -> None:
        self._id_of = {piece: piece_id for piece_id, piece in enumerate(vocabulary)}
        self._unknown = [self._id_of[UNKNOWN]]
        self._first, self._last = self._id_of[FIRST], self._id_of[LAST]
        self._max_inner = max_pieces - 2
        self._pieces_of_chunk = memoize(self._split_chunk)

    def encode(self, text: str) -> list[int]:
        """Return the ids of a text's pieces between `FIRST` and `LAST`, at most `max_pieces`."""
        inner = [piece for chunk in text.split() for piece in self._pieces_of_chunk(chunk)]
        return [self._first, *inner[: self._max_inner], self._last]

    def _split_chunk(self, chunk: str) -> tuple[int, ...]:
        return tuple(piece for word in _words(chunk.lower()) for piece in self._segment(word))

    def _segment(self, word: str) -> list[int]:
        pieces: list[int] = []
        start = 0
        if len(word) > MAX_WORD_LENGTH:
            return self._unknown
        while start < len(word):
            found = self._longest(word, start)
            if found is None:
                return self._unknown
            end, piece_id = found
            pieces.append(piece_id)
            start = end
        return pieces

    def _longest(self, word: str, start: int) -> tuple[int, int] | None:
        prefix = CONTINUED if start else ""
        for end in range(len(word), start, -1):
            piece_id = self._id_of.get(prefix + word[start:end])
            if piece_id is not None:
                return end, piece_id
        return None


def _words(chunk: str) -> list[str]:
    """Split a lower-case chunk into words and punctuation marks."""
    if chunk.isascii():
        return _ASCII_PARTS.findall(chunk)
    return "".join(map(_set_apart, unicodedata.normalize("NFD", chunk))).split()


@lru_cache(maxsize=1 << 12)
def _set_apart(character: str) -> str:
    """Put spaces around a punctuation mark, drop an accent."""
    category = unicodedata.category(character)
    if category == _ACCENT or category[0] == _UNPRINTABLE or character == _REPLACEMENT:
        return ""
    is_mark = category.startswith("P") or (character.isascii() and not character.isalnum())
    return f" {character} " if is_mark else character
