"""Lemmatisation for `Level.SIMPLE` of `airparadis.text.cleaning`.

Tokens never cross a space, so results are cached by whitespace-separated chunk. A module of its own
because NLTK and lemminflect cost time and memory that only models on simple text need. Why
lemminflect: docs/decisions/0002-lemmatiser.md.
"""

import re

from lemminflect import getAllLemmas
from nltk.tokenize import RegexpTokenizer

from airparadis.lib.memo import memoize
from airparadis.text.patterns import EMOJI, EMOTICON, WORD
from airparadis.text.stopwords import STOP_WORDS

_HASHTAG = re.compile(r"(?<!\w)#\w+")
_LONG_RUN = re.compile(r"(.)\1{3,}", re.DOTALL)
_TOKENISER = RegexpTokenizer(rf"{EMOTICON}|{WORD}|{EMOJI}")


def lemmatise(text: str) -> str:
    """Return the lemmas of a `plain_text`, in order, joined by spaces."""
    return " ".join(filter(None, map(_lemmatise_chunk, text.split())))


def lemma_spans(text: str) -> list[tuple[str, int, int]]:
    """Return the lemmas of a `plain_text` with the start and end of their tokens in `text`."""
    blanked = _HASHTAG.sub(lambda match: " " * len(match[0]), text)
    places = _TOKENISER.span_tokenize(blanked)
    found = ((_lemma(blanked[start:end]), start, end) for start, end in places)
    return [span for span in found if span[0]]


@memoize
def _lemmatise_chunk(chunk: str) -> str:
    if chunk.isalnum():
        return _lemma(chunk)  # one word, the usual case: skip the tokeniser
    tokens = _TOKENISER.tokenize(_HASHTAG.sub(" ", chunk))
    return " ".join(filter(None, map(_lemma, tokens)))


@memoize
def _lemma(token: str) -> str:
    """Return the token's lemma, empty for a stop word or a number."""
    if not token[0].isalnum():
        return token
    word = _LONG_RUN.sub(r"\1\1\1", token.lower())
    if word in STOP_WORDS or word.isdigit():
        return ""
    lemmas = getAllLemmas(word) if word.isalpha() else {}
    return next((forms[0] for forms in lemmas.values()), word)
