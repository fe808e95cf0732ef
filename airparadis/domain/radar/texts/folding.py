"""Normalisation of text for matching and duplicates: case, accents, retweet prefixes."""

import hashlib
import html
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

_LINK = re.compile(r"\bhttps?://\S+|\bwww\.\S+")
_TOKEN = re.compile(r"[@#]?\w+")
_PUNCTUATION = re.compile(r"[.,;:!?()\n\"“”«»…]+")
_RETWEET_MARK = re.compile(r"^(?:rt\b[\s:]*(?:@\w+[\s:]*)?)+|\b(?:rt|via) @\w+")


def fold(text: str) -> str:
    """Remove case and accents, and decode character references (`&eacute;` is "e")."""
    if "&" in text:
        text = html.unescape(text)
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(char for char in decomposed if not unicodedata.combining(char)).casefold()


def tokens(text: str) -> list[str]:
    """Return the folded words of a text without links; handles and hashtags keep their sign."""
    folded = fold(text)
    if "http" in folded or "www." in folded:
        folded = _LINK.sub(" ", folded)
    return _TOKEN.findall(folded)


def clauses(text: str) -> list[list[str]]:
    """Return the folded words of a text clause by clause, cut at punctuation; no links."""
    parts = _PUNCTUATION.split(_LINK.sub(" ", fold(text)))
    return [words for part in parts if (words := _TOKEN.findall(part))]


def as_written(terms: Iterable[str], texts: Iterable[str]) -> dict[str, str]:
    """Give folded terms the accents with which their words are written most often in some texts."""
    written: dict[str, Counter[str]] = defaultdict(Counter)
    for text in texts:
        for word in _TOKEN.findall(unicodedata.normalize("NFC", text).lower()):
            written[fold(word)][word] += 1
    return {term: " ".join(_commonest(written, word) for word in term.split(" ")) for term in terms}


def _commonest(written: Mapping[str, Counter[str]], word: str) -> str:
    return written[word].most_common(1)[0][0] if word in written else word


def duplicate_key(text: str) -> int:
    """Return a signed 64-bit number shared by all copies and retweets of a text.

    Handles, links, punctuation, case, accents and retweet marks ("RT @x:", "via @x") are ignored.
    Texts of nothing else share the key of the empty text.
    """
    plain = _RETWEET_MARK.sub(" ", fold(text))
    words = (token.lstrip("#") for token in tokens(plain) if not token.startswith("@"))
    digest = hashlib.blake2b(" ".join(words).encode("utf-8", "replace"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
