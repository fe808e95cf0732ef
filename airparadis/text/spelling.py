"""Tweets spelt out as words, for models that know words by their pieces.

Their vocabularies have no emoji, no curly apostrophe and no emoticon, so those become words; links
and handles are dropped, so that no score depends on whom a tweet mentions.
"""

import re
import unicodedata
from itertools import groupby

from airparadis.text.cleaning import unescape, without_links_and_handles
from airparadis.text.contractions import join_contractions, spell_contractions
from airparadis.text.emoji import emoji_words, emoticon_words
from airparadis.text.patterns import EMOJI, EMOTICON, LOST_APOSTROPHE, STRAIGHT_APOSTROPHE
from airparadis.text.ratings import spell_out_ratings

MAX_EMOJI = 6
MAX_REPEATS = 2

_EMOJI = re.compile(EMOJI)
_EMOJI_RUN = re.compile(rf"(?:{EMOJI}\s*)+")
_EMOTICON = re.compile(EMOTICON)
_LOST = re.compile(LOST_APOSTROPHE)


def spell_out(text: str) -> str:
    """Return a raw tweet with its emoji, emoticons and ratings as words."""
    text = join_contractions(unescape(text))
    if "?" in text or "\ufffd" in text or "\u00d5" in text:
        text = _LOST.sub("'", text)
    text = unicodedata.normalize("NFC", text).translate(STRAIGHT_APOSTROPHE)
    text = spell_out_ratings(without_links_and_handles(spell_contractions(text)))
    text = _EMOTICON.sub(_emoticon, text)
    if not text.isascii():
        text = unicodedata.normalize("NFKC", _EMOJI_RUN.sub(_emoji_run, text))
    return " ".join(text.replace("#", " ").split())


def _emoticon(match: re.Match[str]) -> str:
    return f" {' '.join(emoticon_words(match[0]))} "


def _emoji_run(match: re.Match[str]) -> str:
    """Return the words of a run of emoji; one emoji many times counts twice."""
    words = (" ".join(emoji_words(emoji)) for emoji in _EMOJI.findall(match[0]))
    spelt = [
        word for word, same in groupby(filter(None, words)) for word in list(same)[:MAX_REPEATS]
    ]
    return f" {' '.join(spelt[:MAX_EMOJI])} "
