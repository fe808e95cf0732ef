"""Detection of tweets that are not English, so that none is scored silently.

The question is not "which of 176 languages?" but "is this English?", and for three misspelt words
the answer must be "yes" unless something speaks against it. So every word carries evidence, in nats
of log-odds, from its character n-grams; the evidence adds up, and a tweet is foreign only above
`THRESHOLD`. A tweet without known n-grams scores 0.

`language.tsv` beside this module holds the weights; `python -m training.language` fits them.
docs/decisions/0004-language-gate.md compares the libraries and gives the error rates.
"""

import html
import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from itertools import chain, repeat

from airparadis.lib.memo import memoize

THRESHOLD = 1.25
"""Evidence, in nats, above which a tweet is foreign.

It was chosen on tweets not used in the fit; `python -m benchmarks.language` prints the error rates
around it.
"""

_THRESHOLD_HUNDREDTHS = THRESHOLD * 100

NON_LATIN_SHARE = 0.3
"""Share of non-Latin letters above which a tweet is foreign, whatever its Latin words: in `شكرا Air
France` the brand outweighs the language."""

GRAM_LENGTHS = range(2, 5)
_MAX_WORD_LENGTH = 24  # beyond it, laughter and key mashing: no more evidence, only more time

# Each pattern is linear on any input: no unbounded repeat may start inside a run it can match.
_NOISE = re.compile(
    r"\bhttps?\b\S*|\bwww\.\S+|\b\w{1,30}\.[a-z]{2,6}/\S*|@\w[\w.]*|#\w+|\brt\b", re.IGNORECASE
)
_AIRPORT_CODE = re.compile(r"\b[A-Z]{3}\b")
# English loanwords, and names of airports, islands and shows, are evidence of no language.
_LOANWORDS = re.compile(
    r"\b(?:(?:café|pain) au (?:lait|chocolat)|cafés?|crème brûlée|crêpes?|croissants?|à la carte"
    r"|au revoir|bon (?:voyage|app[ée]tit)|c['’]est la vie|coup d['’][ée]tat|déjà vu|faux pas"
    r"|hasta la vista|je ne sais quoi|joie de vivre|raison d['’][êe]tre|vis[- ]à[- ]vis"
    r"|aix[- ]en[- ]provence|buenos aires|cabo san lucas|champs?[- ][ée]lys[ée]es|charles de gaulle"
    r"|cirque du soleil|costa (?:rica|del sol)|c[ôo]te d['’]azur|el paso|gran canaria|los angeles"
    r"|las (?:palmas|vegas)|mont[- ]blanc|moulin rouge|notre[- ]dame|palma de mallorca"
    r"|puerto (?:rico|vallarta)|rio de janeiro|san (?:diego|francisco|jos[ée]|juan)|s[ãa]o paulo"
    r"|tel aviv|tour de france)\b"
)
_ELONGATED = re.compile(r"(.)\1{2,}")
_WORD = re.compile(r"[^\W\d_]+")
_NOISE_WORDS = ("rt", "http", "https", "www")  # the noise pattern may match them
_PUNCTUATION = ".,!?:;\"'()*-"  # around words; part of no noise but links
_AIRPORT_CODE_LENGTH = 3


def is_foreign(text: str) -> bool:
    """Return whether the raw tweet `text` is, with good confidence, not English.

    Links, handles and hashtags do not count; a tweet of nothing else is empty, not foreign. Pure,
    deterministic and defined for every string.
    """
    text = _normalise(text)
    # Unless all is in capitals, cleaning works chunk by chunk, and results are cached by chunk.
    chunks = list(map(_parse_chunk, text.split()))
    found = dict(chain.from_iterable(chunks))
    if _HAS_LOWERCASE not in found:
        chunks = [[_weigh(word) for word in _WORD.findall(_strip_noise(text))]]
        found = dict(chunks[0])
    if not text.isascii() and _is_in_another_script(chunks):
        return True
    return (
        sum(found.values()) > _THRESHOLD_HUNDREDTHS
        and _evidence(_words_but_loanwords(text)) > _THRESHOLD_HUNDREDTHS
    )


def evidence(text: str) -> float:
    """Return the log-odds, in nats, that the Latin-script words of `text` are foreign."""
    return _evidence(words(text)) / 100


def clean(text: str) -> str:
    """Lower-case a raw tweet, without links, handles and hashtags, elongated letters shortened."""
    return _strip_noise(_normalise(text))


def words(text: str) -> list[str]:
    """Return the lower-cased words of a raw tweet that count as evidence, in training too."""
    return _WORD.findall(clean(text))


def grams(word: str) -> list[str]:
    """Return the character n-grams of `word` in its bounds: `<l le e> <le le> <le>` for `le`."""
    bounded = f"<{word[:_MAX_WORD_LENGTH]}>"
    return [bounded[i : i + n] for n in GRAM_LENGTHS for i in range(len(bounded) - n + 1)]


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


_WeightedWord = tuple[str, int]
"""A word and its evidence, in hundredths of a nat."""

_HAS_LOWERCASE = ""
"""A marker, instead of a word, of a chunk with a lower-case letter."""


@memoize
def _parse_chunk(chunk: str) -> Sequence[_WeightedWord]:
    """Return the words of a whitespace-separated chunk, and perhaps `_HAS_LOWERCASE`."""
    letters = chunk.strip(_PUNCTUATION)
    if letters.isalpha() and (letters.isascii() or letters.islower()):
        if letters.lower() not in _NOISE_WORDS:
            return _parse_word(letters)
    elif chunk[0] == "@" and chunk.isascii() and chunk[1:].replace("_", "0").isalnum():
        return ()  # a handle, as one chunk in ten is
    text = _NOISE.sub(" ", chunk)
    found = [_weigh(word) for word in _WORD.findall(_fold(_AIRPORT_CODE.sub(" ", text)))]
    return _with_marker(found, has_lowercase=any(map(_is_lowercase, text)))


def _parse_word(letters: str) -> Sequence[_WeightedWord]:
    """Parse a chunk of letters alone, the usual case, without trying any pattern."""
    if letters.isupper() and len(letters) == _AIRPORT_CODE_LENGTH:
        return ()
    return _with_marker([_weigh(_fold(letters))], has_lowercase=not letters.isupper())


def _is_lowercase(letter: str) -> bool:
    return letter.islower() or (letter.istitle() and not letter.isupper())


def _with_marker(found: list[_WeightedWord], *, has_lowercase: bool) -> Sequence[_WeightedWord]:
    return (*found, (_HAS_LOWERCASE, 0)) if has_lowercase else tuple(found)


def _words_but_loanwords(text: str) -> list[str]:
    return _WORD.findall(_LOANWORDS.sub(" ", _strip_noise(text)))


def _evidence(found: Iterable[str]) -> int:
    """Return the evidence in hundredths of a nat; repeated words count once."""
    return sum(dict(map(_weigh, found)).values())


@memoize
def _weigh(word: str) -> _WeightedWord:
    weights = _weights()
    return word, sum(map(weights.get, grams(word), repeat(0)))


@cache
def _weights() -> dict[str, int]:
    """Return the weight of every n-gram in hundredths of a nat: integers add up in any order."""
    table = files(__package__).joinpath("language.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in table.splitlines() if not line.startswith("#"))
    return {gram: int(weight) for gram, weight in rows}


def _is_in_another_script(chunks: Iterable[Sequence[_WeightedWord]]) -> bool:
    letters = "".join([word for chunk in chunks for word, _ in chunk])
    if letters.isascii():
        return False
    foreign = sum(not _is_latin(letter) for letter in letters)
    return foreign > 1 and foreign > NON_LATIN_SHARE * len(letters)


@lru_cache(maxsize=1 << 12)
def _is_latin(letter: str) -> bool:
    return unicodedata.name(letter, "").startswith("LATIN")
