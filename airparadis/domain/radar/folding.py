"""Texts without what does not tell them apart: case, accents, and for copies, who passed it on."""

import hashlib
import html
import re
import unicodedata

_LINK = re.compile(r"\bhttps?://\S+|\bwww\.\S+")
_TOKEN = re.compile(r"[@#]?\w+")
_PASSED_ON = re.compile(r"^(?:rt\b[\s:]*(?:@\w+[\s:]*)?)+|\b(?:rt|via) @\w+")


def fold(text: str) -> str:
    """`text` without case and accents; character references are read (`&eacute;` is "e")."""
    if "&" in text:
        text = html.unescape(text)
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text)
    return "".join(each for each in apart if not unicodedata.combining(each)).casefold()


def tokens(text: str) -> list[str]:
    """The folded words of a text in order; handles and hashtags keep their sign, links are out."""
    folded = fold(text)
    if "http" in folded or "www." in folded:
        folded = _LINK.sub(" ", folded)
    return _TOKEN.findall(folded)


def duplicate_key(text: str) -> int:
    """A signed 64-bit number that copies and retweets of one text share.

    Handles, links, punctuation, case, accents and marks of passing on ("RT @x:", "via @x") are no
    difference. Texts of nothing else share the key of the empty text.
    """
    plain = _PASSED_ON.sub(" ", fold(text))
    kept = (each.lstrip("#") for each in tokens(plain) if not each.startswith("@"))
    digest = hashlib.blake2b(" ".join(kept).encode("utf-8", "replace"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
