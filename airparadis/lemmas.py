"""`Level.SIMPLE` of `airparadis.text`: tokenise, drop stop words, lemmatise; each word once.

Kept apart because NLTK and lemminflect take time and memory that only models on simple text need.
Why lemminflect: docs/decisions/0002-lemmatiser.md.
"""

import re
from functools import lru_cache

from lemminflect import getAllLemmas
from nltk.tokenize import RegexpTokenizer

from airparadis.patterns import EMOJI, EMOTICON, WORD
from airparadis.stopwords import STOP_WORDS

_HASHTAG = re.compile(r"(?<!\w)#\w+")
_LONG_RUN = re.compile(r"(.)\1{3,}", re.DOTALL)
_TOKENISER = RegexpTokenizer(rf"{EMOTICON}|{WORD}|{EMOJI}")
_LONGEST_CACHED = 64  # longer tokens are rare and would fill the cache's memory


def lemmatise(text: str) -> str:
    """The lemmas of a text without links and handles, in order, joined by spaces."""
    tokens = _TOKENISER.tokenize(_HASHTAG.sub(" ", text))
    return " ".join(filter(None, map(_kept, tokens)))


def lemma_spans(text: str) -> list[tuple[str, int, int]]:
    """The lemmas `lemmatise` joins, each with where its token begins and ends in `text`."""
    blanked = _HASHTAG.sub(lambda match: " " * len(match[0]), text)
    found = (
        (_kept(blanked[start:end]), start, end) for start, end in _TOKENISER.span_tokenize(blanked)
    )
    return [span for span in found if span[0]]


def _kept(token: str) -> str:
    return _cached(token) if len(token) <= _LONGEST_CACHED else _lemma(token)


def _lemma(token: str) -> str:
    """The token's lemma; empty for a stop word and a number."""
    if not token[0].isalnum():
        return token
    word = _LONG_RUN.sub(r"\1\1\1", token.lower())
    if word in STOP_WORDS or word.isdigit():
        return ""
    lemmas = getAllLemmas(word) if word.isalpha() else {}
    return next((forms[0] for forms in lemmas.values()), word)


_cached = lru_cache(maxsize=1 << 16)(_lemma)
