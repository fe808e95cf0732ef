"""Tokens of a tweet as in published word vectors."""

import re

from airparadis.text.cleaning import Level, clean
from airparadis.text.patterns import EMOJI, EMOTICON, WORD

_TOKEN = re.compile(rf"{EMOTICON}|{WORD}|\.{{2,}}|{EMOJI}|\S")


def tokenise(text: str) -> list[str]:
    """Split a raw tweet, cleaned at `Level.ADVANCED`, into words.

    Lower case, contractions whole, every mark by itself except dots in a row, emoticons and emoji
    whole: the conventions of GloVe Twitter (Pennington et al., 2014) as far as its file goes.
    """
    return [
        "..." if token.startswith("..") else token
        for token in _TOKEN.findall(clean(text, Level.ADVANCED))
    ]
