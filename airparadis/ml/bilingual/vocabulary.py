"""The words of raw English tweets, with their ids."""

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from airparadis.lib.memo import memoize
from airparadis.ml.light.tokens import TOPIC_WORD, chunks, tokenise, words_of
from airparadis.text.cleaning import unescape

UNKNOWN_ID = -1
"""The id of words without a vector of their own."""

TOKEN_CACHE_SIZE = 1 << 14
"""Fewer than chunks: tokens are only looked up for new chunks and for explanations."""


class Word(NamedTuple):
    """A word of a tweet; `id` is its row in the table of vectors."""

    text: str
    id: int


Token = tuple[Word, ...]
"""The words of a token, if any."""


class Vocabulary:
    """A reader of tweets as words; caches recent results."""

    def __init__(self, words: Sequence[str]) -> None:
        self._id_of: Mapping[str, int] = {word: position for position, word in enumerate(words)}
        self._token = memoize(self._look_up, TOKEN_CACHE_SIZE)
        self._words_of_chunk = memoize(self._parse_chunk)

    def words(self, unescaped: str) -> list[Word]:
        """Return the words of an unescaped text, in order.

        Tokens never cross a space, so results are cached by whitespace-separated chunk.
        """
        return list(chain.from_iterable(map(self._words_of_chunk, chunks(unescaped))))

    def tokens(self, unescaped: str) -> list[Token]:
        """Return the words by token, in the order of `airparadis.ml.light.tokens.spans`."""
        return [self._token(token) for token in tokenise(unescaped)]

    def count_unknown(self, text: str) -> tuple[int, int]:
        """Count the words of a raw tweet without a vector of their own, and all of its words."""
        words = self.words(unescape(text))
        unknown = sum(word.id == UNKNOWN_ID and word.text != TOPIC_WORD for word in words)
        return unknown, len(words)

    def _parse_chunk(self, chunk: str) -> Token:
        return tuple(word for token in tokenise(chunk) for word in self._token(token))

    def _look_up(self, token: str) -> Token:
        return tuple(Word(text, self._id_of.get(text, UNKNOWN_ID)) for text in words_of(token))
