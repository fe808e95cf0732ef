"""Keys by which near-duplicates stay on one side of every split.

Tweets are collected, retweeted and cut, so a text may be in several sets with another link or
another end. Two texts count as one if their letters and digits agree, without case, accents,
links, handles and the "RT" of a retweet, up to the fiftieth character.
"""

import hashlib
import html
import re
import unicodedata

KEY_LENGTH = 50

_LINK_OR_HANDLE = re.compile(r"https?://\S*|www\.\S+|\bhttp\b|\S+\.(?:com|ly|co)/\S*|@\s?\w+")
_NO_LETTER = re.compile(r"[\W_]+")
_RETWEET = re.compile(r"^rt\b")


def text_key(text: str) -> str:
    """The first letters and digits of a text, without what does not distinguish texts."""
    bare = _LINK_OR_HANDLE.sub(" ", html.unescape(text).lower())
    decomposed = unicodedata.normalize("NFKD", bare)
    letters = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return _NO_LETTER.sub("", _RETWEET.sub("", letters.strip()))[:KEY_LENGTH]


def key_hash(key: str) -> int:
    """64 bits of BLAKE2b of a key, the same on every machine."""
    digest = hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big")
