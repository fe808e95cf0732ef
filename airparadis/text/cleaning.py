"""The one copy of tweet cleaning: three levels, used by training and by serving alike.

Every function is total: any `str` is cleaned, lone surrogates and 100,000-character tokens
included, in time linear in its length. Nothing is downloaded; NLTK and lemminflect load at the
first text cleaned at `Level.SIMPLE`.

A change that alters any output must raise `TEXT_VERSION`: models fitted on other text are refused.
"""

import html
import re
from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import cache

from airparadis.lib.memo import memoize
from airparadis.text.patterns import EMOJI, EMOTICON, HANDLE, LINK, STRAIGHT_APOSTROPHE

TEXT_VERSION = 1


class Level(StrEnum):
    """How much of a tweet is left for the model to read."""

    SIMPLE = "simple"
    ADVANCED = "advanced"
    TRANSFORMER = "transformer"


MIN_WORDS: Mapping[Level, int] = {Level.SIMPLE: 2, Level.ADVANCED: 2, Level.TRANSFORMER: 1}
"""Training rows with fewer cleaned words teach nothing and are left out; serving never filters."""

_REFERENCE = r"&(?:amp;)*(#\d{1,7};|#[xX][0-9a-fA-F]{1,6};|[a-zA-Z][a-zA-Z0-9]{1,31};)"
"""A character reference; `&amp;lt;`, escaped twice, is common in collected tweets."""

_ZERO_WIDTH = "\u00ad\u200b\u200c\u200e\u200f\u2060\ufeff"  # not U+200D: it joins emoji
_UNPRINTABLE = "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff"
_HIDDEN = rf"[{_ZERO_WIDTH}{_UNPRINTABLE}]"
_DISGUISE = re.compile(rf"{_REFERENCE}|{_HIDDEN}")
_HIDDEN_CHARACTER = re.compile(_HIDDEN)
_LINK_OR_HANDLE = re.compile(rf"{LINK}|{HANDLE}")
_LONG_RUN = re.compile(r"(.)\1{3,}", re.DOTALL)
_HASHTAG_SIGN = re.compile(r"#(?=\w)")
_LETTERS = re.compile(r"(?:\A|\s)[^\W\d_]+(?:\s|\Z)")
_CONTENT = re.compile(rf"[^\W\d_]|{EMOTICON}|{EMOJI}")


def clean(text: str, level: Level) -> str:
    """Give the words of `text` a model of this level reads, separated by single spaces.

    `SIMPLE`: lower case; links, handles, hashtags standing alone, digits, punctuation and stop
    words out; words lemmatised. `ADVANCED`: lower case; links and handles out, runs of a character
    cut to three, hashtags' words kept. `TRANSFORMER`: links and handles out, nothing else changed.
    Negations, emoji and emoticons survive at every level.
    """
    return _CLEANERS[level](text)


def has_min_words(cleaned: str, level: Level) -> bool:
    """Whether a text already cleaned at `level` is long enough to train on."""
    return len(cleaned.split()) >= MIN_WORDS[level]


def has_content(text: str) -> bool:
    """Whether anything is left to score once links, handles, digits and punctuation are gone."""
    if _LETTERS.search(text):
        return True  # letters between spaces are no link and no handle, and hide nothing
    return any(map(_has_content, reveal(text).split()))


@memoize
def _has_content(run: str) -> bool:
    """Of the characters between two spaces: no pattern reaches across one."""
    return _CONTENT.search(without_links_and_handles(run)) is not None


def reveal(text: str) -> str:
    """Undo HTML character references, drop zero-width characters, blank unprintable ones."""
    return _DISGUISE.sub(_undisguise, text)


def reveal_with_offsets(text: str) -> tuple[str, list[int]]:
    """Like `reveal`, with the offset in `text` each revealed character begins at, then the end.

    The list has one entry more than the revealed text has characters.
    """
    pieces: list[str] = []
    offsets: list[int] = []
    end = 0
    for match in _DISGUISE.finditer(text):
        shown = _undisguise(match)
        pieces += text[end : match.start()], shown
        offsets += range(end, match.start())
        offsets += [match.start()] * len(shown)
        end = match.end()
    pieces.append(text[end:])
    offsets += range(end, len(text) + 1)
    return "".join(pieces), offsets


def undressed(text: str) -> str:
    """A raw tweet revealed, its apostrophes straight, its links and handles blanked."""
    return without_links_and_handles(reveal(text)).translate(STRAIGHT_APOSTROPHE)


def without_links_and_handles(text: str) -> str:
    """Blank links, mail addresses and handles, before any punctuation is touched."""
    return _LINK_OR_HANDLE.sub(" ", text)


def simple_spans(text: str) -> list[tuple[str, int, int]]:
    """The words of `clean(text, Level.SIMPLE)`, each with where it begins and ends in `text`."""
    from airparadis.text.lemmas import lemma_spans

    revealed, offsets = reveal_with_offsets(text)
    bare = _LINK_OR_HANDLE.sub(lambda match: " " * len(match[0]), revealed)
    return [
        (lemma, offsets[start], offsets[end])
        for lemma, start, end in lemma_spans(bare.translate(STRAIGHT_APOSTROPHE))
    ]


def _undisguise(match: re.Match[str]) -> str:
    reference = match[1]
    if reference is None:
        return _unhide(match)
    return _HIDDEN_CHARACTER.sub(_unhide, html.unescape("&" + reference))


def _unhide(match: re.Match[str]) -> str:
    return "" if match[0] in _ZERO_WIDTH else " "


def _transformer(text: str) -> str:
    return " ".join(without_links_and_handles(reveal(text)).split())


def _advanced(text: str) -> str:
    bare = undressed(text).lower()
    return " ".join(_HASHTAG_SIGN.sub("", _LONG_RUN.sub(r"\1\1\1", bare)).split())


def _simple(text: str) -> str:
    return _lemmatiser()(undressed(text))


@cache
def _lemmatiser() -> Callable[[str], str]:
    from airparadis.text.lemmas import lemmatise  # NLTK and lemminflect take half a second to load

    return lemmatise


_CLEANERS: Mapping[Level, Callable[[str], str]] = {
    Level.SIMPLE: _simple,
    Level.ADVANCED: _advanced,
    Level.TRANSFORMER: _transformer,
}
