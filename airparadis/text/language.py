"""Detection of the language of a tweet: English, French, or another that no model reads.

The question is not "which of 176 languages?", and for three misspelt words the answer must be
"English" unless something speaks against it. So every word carries evidence, in nats of log-odds
against English, for French and for any other language, from its character n-grams and, if it is
short, from the whole of it. The evidence adds up; a tweet without known n-grams is English.

`language_evidence` weighs words.
docs/decisions/0004-language-gate.md compares the libraries and gives the error rates.
"""

import html
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from functools import lru_cache
from itertools import chain

from airparadis.lib.memo import memoize
from airparadis.text.language_evidence import (
    NO_EVIDENCE,
    Evidence,
    WeightedWord,
    total,
    weigh,
)


class Language(StrEnum):
    """A language that is detected, by its ISO 639-1 code."""

    ENGLISH = "en"
    FRENCH = "fr"


OTHER_FROM, OTHER_OF_ONE_WORD = 1.25, 2.0
"""Evidence, in nats, above which a tweet is in another language: the first, plus the second divided
by the number of words, as one word alone proves little.

They and those below were chosen on tweets not used in the fit; `python -m benchmarks.language`
prints the error rates.
"""

FRENCH_FROM, FRENCH_OF_ONE_WORD = 0.25, 1.0
"""The same for French."""

FRENCH_MARGIN = 0.5
"""Nats by which French must exceed other languages: Spanish, Italian and Catalan share many words
with it, and a Dutch suitcase is a `bagage`, too."""

NON_LATIN_SHARE = 0.3
"""Share of non-Latin letters above which a tweet is in another language, whatever its Latin words:
in `شكرا Air France` the brand outweighs the language."""

_HUNDREDTHS = 100

# Each pattern is linear on any input: no unbounded repeat may start inside a run it can match.
_NOISE = re.compile(
    r"\bhttps?\b\S*|\bwww\.\S+|\b\w{1,30}\.[a-z]{2,6}/\S*|@\w[\w.]*|#\w+|\brt\b", re.IGNORECASE
)
_AIRPORT_CODE = re.compile(r"\b[A-Z]{3}\b")
# English loanwords and chat words, names of airports, islands and shows prove no language.
_LOANWORDS = re.compile(
    r"\b(?:(?:café|pain) au (?:lait|chocolat)|cafés?|crème brûlée|crêpes?|croissants?|à la carte"
    r"|au revoir|bon (?:voyage|app[ée]tit)|bonjour|bravo|c['’]est la vie|coup d['’][ée]tat"
    r"|d[ée]j[àa] vu|excellent|faux pas|fiasco|hasta la vista|horrible|impossible|je ne sais quoi"
    r"|joie de vivre|merci|raison d['’][êe]tre|très|vis[- ]à[- ]vis|voil[àa]"
    r"|aix[- ]en[- ]provence|buenos aires|cabo san lucas|champs?[- ][ée]lys[ée]es|charles de gaulle"
    r"|cirque du soleil|costa (?:rica|del sol)|c[ôo]te d['’]azur|el paso|gran canaria|los angeles"
    r"|las (?:palmas|vegas)|mont[- ]blanc|moulin rouge|notre[- ]dame|orly|palma de mallorca|paris"
    r"|puerto (?:rico|vallarta)|rio de janeiro|san (?:diego|francisco|jos[ée]|juan)|s[ãa]o paulo"
    r"|tel aviv|tour de france|luv|u)\b"
)
_ELONGATED = re.compile(r"(.)\1{2,}")
_WORD = re.compile(r"[^\W\d_]+")
_NOISE_WORDS = ("rt", "http", "https", "www")  # the noise pattern may match them
_PUNCTUATION = ".,!?:;\"'()*-"  # around words; part of no noise but links
_AIRPORT_CODE_LENGTH = 3


def detect_language(text: str) -> Language | None:
    """Return the language of a raw tweet, or None if it is neither English nor French.

    Links, handles and hashtags do not count; a tweet of nothing else is English. Pure,
    deterministic and defined for every string.
    """
    text = _normalise(text)
    # Unless all is in capitals, cleaning works chunk by chunk, and results are cached by chunk.
    chunks = list(map(_parse_chunk, text.split()))
    found = dict(chain.from_iterable(chunks))
    if _HAS_LOWERCASE not in found:
        chunks = [[weigh(word) for word in _WORD.findall(_strip_noise(text))]]
        found = dict(chunks[0])
    if not text.isascii() and _is_in_another_script(chunks):
        return None
    found.pop(_HAS_LOWERCASE, None)
    if _judge(found) is Language.ENGLISH:
        return Language.ENGLISH
    return _judge(dict(map(weigh, _words_but_loanwords(text))))


def evidence(text: str) -> Evidence:
    """Return the evidence of the Latin-script words of `text`; repeated words count once."""
    return total(dict(map(weigh, words(text))).values())


def clean(text: str) -> str:
    """Lower-case a raw tweet, without links, handles and hashtags, elongated letters shortened."""
    return _strip_noise(_normalise(text))


def words(text: str) -> list[str]:
    """Return the lower-cased words of a raw tweet that count as evidence, in training too."""
    return _WORD.findall(clean(text))


def _judge(found: Mapping[str, Evidence]) -> Language | None:
    french, other = (hundredths / _HUNDREDTHS for hundredths in total(found.values()))
    share = 1 / max(1, len(found))
    is_french = french > FRENCH_FROM + FRENCH_OF_ONE_WORD * share
    margin = FRENCH_MARGIN if is_french else 0.0
    if other > OTHER_FROM + OTHER_OF_ONE_WORD * share and other > french - margin:
        return None
    return Language.FRENCH if is_french else Language.ENGLISH


def _normalise(text: str) -> str:
    if "&" in text:
        text = html.unescape(text)
    return text if text.isascii() else unicodedata.normalize("NFKC", text)


def _strip_noise(text: str) -> str:
    text = _NOISE.sub(" ", text)
    if not text.isupper():
        text = _AIRPORT_CODE.sub(" ", text)
    return _fold(text)


def _fold(text: str) -> str:
    text = text.lower()
    if len(set(text)) > len(text) - 2:
        return text  # no character occurs three times: the pattern cannot match
    return _ELONGATED.sub(r"\1\1", text)


_HAS_LOWERCASE = ""
"""A marker, instead of a word, of a chunk with a lower-case letter."""


@memoize
def _parse_chunk(chunk: str) -> Sequence[WeightedWord]:
    """Return the words of a whitespace-separated chunk, and perhaps `_HAS_LOWERCASE`."""
    letters = chunk.strip(_PUNCTUATION)
    if letters.isalpha() and (letters.isascii() or letters.islower()):
        if letters.lower() not in _NOISE_WORDS:
            return _parse_word(letters)
    elif chunk[0] == "@" and chunk.isascii() and chunk[1:].replace("_", "0").isalnum():
        return ()  # a handle, as one chunk in ten is
    text = _NOISE.sub(" ", chunk)
    found = [weigh(word) for word in _WORD.findall(_fold(_AIRPORT_CODE.sub(" ", text)))]
    return _with_marker(found, has_lowercase=any(map(_is_lowercase, text)))


def _parse_word(letters: str) -> Sequence[WeightedWord]:
    """Parse a chunk of letters alone, the usual case, without trying any pattern."""
    if letters.isupper() and len(letters) == _AIRPORT_CODE_LENGTH:
        return ()
    return _with_marker([weigh(_fold(letters))], has_lowercase=not letters.isupper())


def _is_lowercase(letter: str) -> bool:
    return letter.islower() or (letter.istitle() and not letter.isupper())


def _with_marker(found: list[WeightedWord], *, has_lowercase: bool) -> Sequence[WeightedWord]:
    return (*found, (_HAS_LOWERCASE, NO_EVIDENCE)) if has_lowercase else tuple(found)


def _words_but_loanwords(text: str) -> list[str]:
    return _WORD.findall(_LOANWORDS.sub(" ", _strip_noise(text)))


def _is_in_another_script(chunks: Iterable[Sequence[WeightedWord]]) -> bool:
    letters = "".join([word for chunk in chunks for word, _ in chunk])
    if letters.isascii():
        return False
    foreign = sum(not _is_latin(letter) for letter in letters)
    return foreign > 1 and foreign > NON_LATIN_SHARE * len(letters)


@lru_cache(maxsize=1 << 12)
def _is_latin(letter: str) -> bool:
    return unicodedata.name(letter, "").startswith("LATIN")
