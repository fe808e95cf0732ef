"""The light model's tokeniser: raw tokens, normalised to zero or more words.

Stop words and contractions are kept, elongated words stay recognisable ("soooo" is "sooo", not
"so"), emoji, emoticons and ratings become words. Links and handles are dropped, so that no score
depends on whom a tweet mentions.
"""

import re
import unicodedata
from typing import TypeVar

from airparadis.text.contractions import join_contractions, spell_contractions
from airparadis.text.emoji import emoji_words, emoticon_words
from airparadis.text.patterns import (
    EMOJI,
    EMOTICON,
    HANDLE,
    LINK,
    LOST_APOSTROPHE,
    STRAIGHT_APOSTROPHE,
    WORD,
)
from airparadis.text.ratings import RATING, lower_bad_counts, rating_words

_MARKS = "!?.\u2026,;:)("
_TOKEN = re.compile(rf"(?:{LINK}|{HANDLE})|({RATING}|{EMOTICON}|#?{WORD}|[{_MARKS}]+|{EMOJI})")
_RATING = re.compile(RATING)
_EMOTICON = re.compile(EMOTICON)
_LOST_APOSTROPHE = re.compile(LOST_APOSTROPHE)
_LONG_RUN = re.compile(r"(.)\1{2,}", re.DOTALL)
_CAMEL_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[^\W_A-Z]+")
_BARE_CONTRACTION = re.compile(
    r"(?:ai|are|ca|could|did|does|do|had|has|have|is|should|was|were|wo|would)nt"
)
_SHORTHAND = {"dnt": "don't"}
_COUNTS = {"0": "zero"} | {count: count for count in map(str, range(1, 11))}
"""Words of numbers that say something; all others become `OTHER_NUMBER`."""

OTHER_NUMBER = "0"

TOPIC_WORD = "_"
"""The word for all topics of airline customers. It has no weight of its own."""

_TOPIC_WORDS = frozenset(
    """
    aeroplane aeroplanes air aircraft airline airlines airplane airplanes airport airports airways
    aisle attendant attendants bag baggage bags booking cabin captain carrier company
    counter crew customer customers desk fare fares flight flights gate gates jet landing lounge
    luggage passenger passengers pilot pilots plane planes reservation runway seat seats service
    staff steward stewardess stewards suitcase suitcases takeoff terminal ticket tickets travel trip
    """.split()  # noqa: SIM905 - a list this long reads better as words
)
"""Words of the topic: in tweets of 2009 "airport" is negative two times in three, because people
were leaving. That is no opinion, and misleading where every tweet is about the topic."""

_SCOPE_ENDS = frozenset({".", ",", "!", "!!", "?", "...", "?!", "but", "although", "however"})
_NEGATORS = frozenset(
    {"not", "no", "never", "cannot", "nothing", "nobody", "none", "nor", "neither", "without"}
    | {"hardly", "barely"}
)
_MIN_GRAM, _MAX_GRAM = 2, 5

Spelling = TypeVar("Spelling", str, bytes)


def tokenise(text: str) -> list[str]:
    """Return the raw tokens of an unescaped text; a link or a handle is an empty string."""
    return _TOKEN.findall(_repaired(text))


def chunks(text: str) -> list[str]:
    """Split an unescaped text where no token crosses."""
    return _repaired(text).split()


def spans(text: str) -> list[tuple[int, int]]:
    """Return the start and end of every token of `tokenise(text)`."""
    return [match.span() for match in _TOKEN.finditer(_repaired(text))]


def _repaired(text: str) -> str:
    """Return a text of the same length whose tokens say what they mean."""
    return lower_bad_counts(join_contractions(text))


def words_of(token: str) -> tuple[str, ...]:
    """Return the normalised words of a raw token."""
    if not token:
        return ()
    if token.isalnum() and token[0] not in "xX8":
        return (_word(token),)  # the usual case; only emoticons like "xD" and "8D" start so, too
    if token[0] == "#":
        return tuple(word for part in _CAMEL_WORDS.findall(token) for word in words_of(part))
    if _EMOTICON.fullmatch(token):
        return emoticon_words(token)
    if _RATING.fullmatch(token):
        return rating_words(token)
    if token[0].isalnum():
        return (_word(token),)
    return (_mark(token),) if token[0] in _MARKS else emoji_words(token)


def is_negator(word: str) -> bool:
    """Return whether a word reverses the following ones."""
    return word in _NEGATORS or word.endswith("n't")


def ends_negation(word: str) -> bool:
    """Return whether a word ends the scope of a negation."""
    return word in _SCOPE_ENDS


def character_ngrams(word: str) -> list[str]:
    """Return the character n-grams of a word between `<` and `>`; none for marks and emoticons."""
    return _slices(f"<{word}>") if _is_spelled(word) else []


def encoded_ngrams(word: str) -> list[bytes]:
    """Return the character n-grams in UTF-8; an ASCII word is encoded only once."""
    if word.isascii():
        return _slices(f"<{word}>".encode()) if _is_spelled(word) else []
    return [gram.encode("utf-8", "surrogatepass") for gram in character_ngrams(word)]


def _is_spelled(word: str) -> bool:
    return word.isalnum() or any(map(str.isalnum, word))


def _slices(edged: Spelling) -> list[Spelling]:
    return [
        edged[start : start + size]
        for size in range(_MIN_GRAM, _MAX_GRAM + 1)
        for start in range(len(edged) - size + 1)
    ]


def _word(token: str) -> str:
    if not (token.isalnum() and token.isascii()):  # some apostrophes are letters to Unicode
        token = spell_contractions(_LOST_APOSTROPHE.sub("'", token).translate(STRAIGHT_APOSTROPHE))
    if not token.isascii():
        token = unicodedata.normalize("NFKC", token)
    word = _LONG_RUN.sub(r"\1\1\1", token.lower())
    if word.endswith("nt"):
        if _BARE_CONTRACTION.fullmatch(word):
            return f"{word[:-1]}'t"
        word = _SHORTHAND.get(word, word)
    if word in _TOPIC_WORDS:
        return TOPIC_WORD
    return _COUNTS.get(word, OTHER_NUMBER) if word.isdecimal() else word


def _mark(run: str) -> str:
    if "?" in run:
        return "?!" if "!" in run else "?"
    if "!" in run:
        return "!" if run.count("!") == 1 else "!!"
    if ".." in run or "\u2026" in run:
        return "..."
    return "." if "." in run else ","
