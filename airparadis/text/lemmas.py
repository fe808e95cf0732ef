"""`Level.SIMPLE` of `airparadis.text.cleaning`: tokenise, drop stop words, lemmatise.

No token crosses a space, so the work is done once for each distinct run of characters between
spaces and kept. In a module of its own because NLTK and lemminflect take time and memory that only
models on simple text need. Why lemminflect: docs/decisions/0002-lemmatiser.md.
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
    """The lemmas of an undressed text, in order, joined by spaces."""
    return " ".join(filter(None, map(_lemmas_of_run, text.split())))


def lemma_spans(text: str) -> list[tuple[str, int, int]]:
    """The lemmas of an undressed text, each with where its token begins and ends in `text`."""
    blanked = _HASHTAG.sub(lambda match: " " * len(match[0]), text)
    places = _TOKENISER.span_tokenize(blanked)
    found = ((_lemma(blanked[start:end]), start, end) for start, end in places)
    return [span for span in found if span[0]]


@memoize
def _lemmas_of_run(run: str) -> str:
    if run.isalnum():
        return _lemma(run)  # one word, as most runs are: spare the tokeniser
    tokens = _TOKENISER.tokenize(_HASHTAG.sub(" ", run))
    return " ".join(filter(None, map(_lemma, tokens)))


@memoize
def _lemma(token: str) -> str:
    """The token's lemma; empty for a stop word and a number."""
    if not token[0].isalnum():
        return token
    word = _LONG_RUN.sub(r"\1\1\1", token.lower())
    if word in STOP_WORDS or word.isdigit():
        return ""
    lemmas = getAllLemmas(word) if word.isalpha() else {}
    return next((forms[0] for forms in lemmas.values()), word)
