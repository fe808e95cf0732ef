"""Tells tweets in another language than the model's, so that none is scored in silence.

The question is not "which of 176 languages?" but "is this English?", and the answer for a tweet
of three misspelt words must be "yes" unless something speaks against it. So each word carries
evidence, in nats of log-odds, from the character n-grams within its bounds; the evidence adds up
and a tweet is foreign only when it passes `THRESHOLD`. A tweet without known n-grams scores 0.

`language.tsv` beside this module holds the weights; `python -m training.language` fits them.
docs/decisions/0004-language-gate.md has the comparison with the libraries and the error rates.
"""

import html
import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from itertools import chain

from airparadis.lib.memo import memoize

THRESHOLD = 1.25
"""Nats of evidence above which a tweet is foreign; chosen on tweets that took no part in the fit:
`python -m benchmarks.language` prints the error rates around it."""

_ENOUGH = THRESHOLD * 100

NON_LATIN_SHARE = 0.3
"""Share of letters of other scripts above which a tweet is foreign, whatever its Latin words:
in `شكرا Air France` the brand outweighs the language."""

GRAM_LENGTHS = range(2, 5)
_LONGEST_WORD = 24  # beyond it, laughter and key mashing: no more evidence, only more time

# Each pattern is linear on any input: no unbounded repeat may start inside a run it can match.
_NOISE = re.compile(
    r"\bhttps?\b\S*|\bwww\.\S+|\b\w{1,30}\.[a-z]{2,6}/\S*|@\w[\w.]*|#\w+|\brt\b", re.IGNORECASE
)
_AIRPORT_CODE = re.compile(r"\b[A-Z]{3}\b")
# What English has borrowed and what airports, islands and shows are called speaks for no language.
_BORROWED = re.compile(
    r"\b(?:(?:café|pain) au (?:lait|chocolat)|cafés?|crème brûlée|crêpes?|croissants?|à la carte"
    r"|au revoir|bon (?:voyage|app[ée]tit)|c['’]est la vie|coup d['’][ée]tat|déjà vu|faux pas"
    r"|hasta la vista|je ne sais quoi|joie de vivre|raison d['’][êe]tre|vis[- ]à[- ]vis"
    r"|aix[- ]en[- ]provence|buenos aires|cabo san lucas|champs?[- ][ée]lys[ée]es|charles de gaulle"
    r"|cirque du soleil|costa (?:rica|del sol)|c[ôo]te d['’]azur|el paso|gran canaria|los angeles"
    r"|las (?:palmas|vegas)|mont[- ]blanc|moulin rouge|notre[- ]dame|palma de mallorca"
    r"|puerto (?:rico|vallarta)|rio de janeiro|san (?:diego|francisco|jos[ée]|juan)|s[ãa]o paulo"
    r"|tel aviv|tour de france)\b"
)
_STRETCHED = re.compile(r"(.)\1{2,}")
_WORD = re.compile(r"[^\W\d_]+")
_NO_WORDS = ("rt", "http", "https", "www")  # what the noise pattern takes, perhaps
_PUNCTUATION = ".,!?:;\"'()*-"  # what stands around words and is part of no noise but links
_LENGTH_OF_CODE = 3


def is_foreign(text: str) -> bool:
    """True when the raw tweet `text` is, with good confidence, not English.

    Links, handles and hashtags have no say; a tweet with nothing else is not foreign but empty.
    Pure, deterministic and defined for every string.
    """
    text = _undisguised(text)
    # What `clean` does crosses no space, unless all is in capitals: each run is read once and kept.
    read = list(map(_read_run, text.split()))
    found = dict(chain.from_iterable(read))
    if _HAS_SMALL not in found:
        read = [[_weighed(word) for word in _WORD.findall(_cleaned(text))]]
        found = dict(read[0])
    if not text.isascii() and _is_in_another_script(read):
        return True
    return sum(found.values()) > _ENOUGH and _evidence(_words_not_borrowed(text)) > _ENOUGH


def evidence(text: str) -> float:
    """Log-odds, in nats, that the Latin-script words of `text` are foreign; 0 when it has none."""
    return _evidence(words(text)) / 100


def clean(text: str) -> str:
    """The raw tweet in lower case, without links, handles, hashtags and stretched letters."""
    return _cleaned(_undisguised(text))


def words(text: str) -> list[str]:
    """The lower-cased words of a raw tweet that count as evidence; also what training fits on."""
    return _WORD.findall(clean(text))


def grams(word: str) -> list[str]:
    """Character n-grams of `word` with its bounds marked: `le` gives `<l le e> <le le> <le>`."""
    bounded = f"<{word[:_LONGEST_WORD]}>"
    return [bounded[i : i + n] for n in GRAM_LENGTHS for i in range(len(bounded) - n + 1)]


def _undisguised(text: str) -> str:
    if "&" in text:
        text = html.unescape(text)
    return text if text.isascii() else unicodedata.normalize("NFKC", text)


def _cleaned(text: str) -> str:
    text = _NOISE.sub(" ", text)
    if not text.isupper():
        text = _AIRPORT_CODE.sub(" ", text)
    return _fold(text)


def _fold(text: str) -> str:
    text = text.lower()
    if len(set(text)) > len(text) - 2:
        return text  # nothing is there three times: a word is spared the pattern
    return _STRETCHED.sub(r"\1\1", text)


_Weighed = tuple[str, int]
"""A word and its evidence, in hundredths of a nat."""

_HAS_SMALL = ""
"""Stands for a word in a run in which a letter is small."""


@memoize
def _read_run(run: str) -> Sequence[_Weighed]:
    """The words of the characters between two spaces, and perhaps `_HAS_SMALL`."""
    letters = run.strip(_PUNCTUATION)
    if letters.isalpha() and (letters.isascii() or letters.islower()):
        if letters.lower() not in _NO_WORDS:
            return _read_word(letters)
    elif run[0] == "@" and run.isascii() and run[1:].replace("_", "0").isalnum():
        return ()  # a handle, as one run in ten is
    text = _NOISE.sub(" ", run)
    found = [_weighed(word) for word in _WORD.findall(_fold(_AIRPORT_CODE.sub(" ", text)))]
    return _marked(found, has_small=any(map(_is_small, text)))


def _read_word(letters: str) -> Sequence[_Weighed]:
    """The same of letters alone, most of what there is: no pattern needs to be tried."""
    if letters.isupper() and len(letters) == _LENGTH_OF_CODE:
        return ()
    return _marked([_weighed(_fold(letters))], has_small=not letters.isupper())


def _is_small(letter: str) -> bool:
    return letter.islower() or (letter.istitle() and not letter.isupper())


def _marked(found: list[_Weighed], *, has_small: bool) -> Sequence[_Weighed]:
    return (*found, (_HAS_SMALL, 0)) if has_small else tuple(found)


def _words_not_borrowed(text: str) -> list[str]:
    return _WORD.findall(_BORROWED.sub(" ", _cleaned(text)))


def _evidence(found: Iterable[str]) -> int:
    """In hundredths of a nat; each distinct word speaks once, however often it is said."""
    return sum(dict(map(_weighed, found)).values())


@memoize
def _weighed(word: str) -> _Weighed:
    weights = _weights()
    return word, sum([weights.get(gram, 0) for gram in grams(word)])


@cache
def _weights() -> dict[str, int]:
    """N-gram to weight, in hundredths of a nat (whole numbers add up alike in any order)."""
    table = files(__package__).joinpath("language.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in table.splitlines() if not line.startswith("#"))
    return {gram: int(weight) for gram, weight in rows}


def _is_in_another_script(read: Iterable[Sequence[_Weighed]]) -> bool:
    letters = "".join([word for run in read for word, _ in run])
    if letters.isascii():
        return False
    foreign = sum(not _is_latin(letter) for letter in letters)
    return foreign > 1 and foreign > NON_LATIN_SHARE * len(letters)


@lru_cache(maxsize=1 << 12)
def _is_latin(letter: str) -> bool:
    return unicodedata.name(letter, "").startswith("LATIN")
