"""Tweet cleaning at three levels, the same code for training and for serving.

Every function accepts any `str`, lone surrogates and 100,000-character tokens included, in time
linear in its length. Nothing is downloaded; NLTK and lemminflect load with the first text cleaned
at `Level.SIMPLE`.

A change that alters any output must raise `TEXT_VERSION`: models fitted on text of a version not
among `READABLE_TEXT_VERSIONS` are refused.
"""

import html
import re
from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import cache

from airparadis.lib.memo import memoize
from airparadis.text.patterns import EMOJI, EMOTICON, HANDLE, LINK, STRAIGHT_APOSTROPHE
from airparadis.text.ratings import RATING

TEXT_VERSION = 2
READABLE_TEXT_VERSIONS = frozenset({1, TEXT_VERSION})
"""Versions whose models read this text well: version 2 only restores words that version 1 tore
apart (apostrophes of every kind, decomposed accents, mojibake)."""


class Level(StrEnum):
    """A level of cleaning."""

    SIMPLE = "simple"
    ADVANCED = "advanced"
    TRANSFORMER = "transformer"


MIN_WORDS: Mapping[Level, int] = {Level.SIMPLE: 2, Level.ADVANCED: 2, Level.TRANSFORMER: 1}
"""Training rows with fewer cleaned words teach nothing and are dropped; serving never filters."""

_REFERENCE = r"&(?:amp;)*(#\d{1,7};|#[xX][0-9a-fA-F]{1,6};|[a-zA-Z][a-zA-Z0-9]{1,31};)"
"""A character reference; `&amp;lt;`, escaped twice, is common in collected tweets."""

_ZERO_WIDTH = "\u00ad\u200b\u200c\u200e\u200f\u2060\ufeff"  # not U+200D: it joins emoji
_UNPRINTABLE = "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff"
_HIDDEN = rf"[{_ZERO_WIDTH}{_UNPRINTABLE}]"
_CONTINUATION = "\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
_MOJIBAKE = (
    rf"[ÂÃÅ][{_CONTINUATION}]|â[{_CONTINUATION}]{{2}}|ð[{_CONTINUATION}]{{3}}"
    r"|(?:\\u[0-9a-fA-F]{4}){1,4}"
)
"""UTF-8 read as Windows-1252 ("donâ€™t"), and characters escaped by JSON ("don\\u2019t")."""

_DISGUISE = re.compile(rf"{_REFERENCE}|{_HIDDEN}|{_MOJIBAKE}")
_NESTED = re.compile(_MOJIBAKE)
MAX_NESTED = 8
"""Passes over mojibake of mojibake; each is linear, and real text needs one."""

_HIDDEN_CHARACTER = re.compile(_HIDDEN)
_LINK_OR_HANDLE = re.compile(rf"{LINK}|{HANDLE}")
_LONG_RUN = re.compile(r"(.)\1{3,}", re.DOTALL)
_HASHTAG_SIGN = re.compile(r"#+(?=\w)")
_LETTERS = re.compile(r"(?:\A|\s)[^\W\d_]+(?:\s|\Z)")
_CONTENT = re.compile(rf"[^\W\d_]|{RATING}|{EMOTICON}|{EMOJI}")


def clean(text: str, level: Level) -> str:
    """Return the words of `text` that a model of this level reads, joined by single spaces.

    `SIMPLE` lower-cases, drops links, handles, hashtags, digits, punctuation and stop words, and
    lemmatises. `ADVANCED` lower-cases, drops links and handles, cuts a repeated character to
    three, keeps the words of hashtags. `TRANSFORMER` only drops links and handles. Negations,
    emoji and emoticons survive at every level.
    """
    return _CLEANERS[level](text)


def has_min_words(cleaned: str, level: Level) -> bool:
    """Return whether a text already cleaned at `level` is long enough to train on."""
    return len(cleaned.split()) >= MIN_WORDS[level]


def has_content(text: str) -> bool:
    """Return whether anything is left to score without links, handles, digits and punctuation."""
    if _LETTERS.search(text):
        return True  # letters between spaces are neither link nor handle
    return any(map(_has_content, unescape(text).split()))


@memoize
def _has_content(chunk: str) -> bool:
    """Return whether a whitespace-separated chunk has content: no pattern spans two."""
    return _CONTENT.search(without_links_and_handles(chunk)) is not None


def unescape(text: str) -> str:
    """Decode HTML character references and mojibake, drop zero-width characters, blank unprintable
    ones."""
    before, shown = text, _DISGUISE.sub(_undisguise, text)
    for _ in range(MAX_NESTED):
        if shown == before:
            break
        before, shown = shown, _NESTED.sub(_restore, shown)
    return shown


def unescape_with_offsets(text: str) -> tuple[str, list[int]]:
    """Unescape, and give the offset in `text` of each resulting character, then of the end.

    The list has one entry more than the unescaped text has characters.
    """
    before, (shown, offsets) = text, _replaced(_DISGUISE, _undisguise, text)
    for _ in range(MAX_NESTED):
        if shown == before:
            break
        before, (shown, places) = shown, _replaced(_NESTED, _restore, shown)
        offsets = [offsets[place] for place in places]
    return shown, offsets


def _replaced(
    pattern: re.Pattern[str], replace: Callable[[re.Match[str]], str], text: str
) -> tuple[str, list[int]]:
    """Replace the matches of a pattern; return the text and the offsets of its characters.

    A replacement is never longer than its match. Its offsets are spread over the match, so no two
    characters share one.
    """
    pieces: list[str] = []
    offsets: list[int] = []
    end = 0
    for match in pattern.finditer(text):
        shown = replace(match)
        pieces += text[end : match.start()], shown
        offsets += range(end, match.start())
        width = len(match[0])
        offsets += [match.start() + place * width // len(shown) for place in range(len(shown))]
        end = match.end()
    pieces.append(text[end:])
    offsets += range(end, len(text) + 1)
    return "".join(pieces), offsets


def plain_text(text: str) -> str:
    """Unescape a raw tweet, straighten its apostrophes, blank its links and handles."""
    return without_links_and_handles(unescape(text)).translate(STRAIGHT_APOSTROPHE)


def without_links_and_handles(text: str) -> str:
    """Blank links, mail addresses and handles; punctuation must still be intact."""
    return _LINK_OR_HANDLE.sub(" ", text)


def simple_spans(text: str) -> list[tuple[str, int, int]]:
    """Return the words of `clean(text, Level.SIMPLE)` with their start and end in `text`."""
    from airparadis.text.lemmas import lemma_spans

    unescaped, offsets = unescape_with_offsets(text)
    bare = _LINK_OR_HANDLE.sub(lambda match: " " * len(match[0]), unescaped)
    return [
        (lemma, offsets[start], offsets[end])
        for lemma, start, end in lemma_spans(bare.translate(STRAIGHT_APOSTROPHE))
    ]


def _undisguise(match: re.Match[str]) -> str:
    reference = match[1]
    if reference is None:
        return _restore(match)
    return _HIDDEN_CHARACTER.sub(_unhide, html.unescape("&" + reference))


def _restore(match: re.Match[str]) -> str:
    """Decode mojibake, or what hides; nothing unprintable is left."""
    return _HIDDEN_CHARACTER.sub(_unhide, _decode(match[0]))


def _unhide(match: re.Match[str]) -> str:
    return "" if match[0] in _ZERO_WIDTH else " "


def _decode(mojibake: str) -> str:
    """Decode a match of `_MOJIBAKE`; one that encodes nothing stays as it is."""
    if len(mojibake) == 1:
        return mojibake
    try:
        if mojibake[0] == "\\":
            units = bytes.fromhex(mojibake.replace("\\u", ""))
            return units.decode("utf-16-be")
        return b"".join(map(_byte, mojibake)).decode("utf-8")
    except UnicodeDecodeError:
        return mojibake


def _byte(character: str) -> bytes:
    return character.encode("latin-1" if character < "\u0100" else "cp1252")


def _transformer(text: str) -> str:
    return " ".join(without_links_and_handles(unescape(text)).split())


def _advanced(text: str) -> str:
    bare = plain_text(text).lower()
    if not bare.isascii():
        bare = plain_text(bare).lower()  # in lower case, "Ð¡¡¡" is mojibake
    return " ".join(_HASHTAG_SIGN.sub("", _LONG_RUN.sub(r"\1\1\1", bare)).split())


def _simple(text: str) -> str:
    return _lemmatiser()(plain_text(text))


@cache
def _lemmatiser() -> Callable[[str], str]:
    from airparadis.text.lemmas import lemmatise  # NLTK and lemminflect take half a second to load

    return lemmatise


_CLEANERS: Mapping[Level, Callable[[str], str]] = {
    Level.SIMPLE: _simple,
    Level.ADVANCED: _advanced,
    Level.TRANSFORMER: _transformer,
}
