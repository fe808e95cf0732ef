"""Matching of tweets to streams by their terms."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from airparadis.domain.radar.texts.folding import tokens
from airparadis.lib.errors import StreamError

Phrase = tuple[str, ...]
MAX_TERMS = 100
MAX_TERM_LENGTH = 100
"""Characters, the sign in front included."""


@dataclass(frozen=True, slots=True)
class Terms:
    """The folded terms of a stream: at least one of `wanted`, none of `unwanted`."""

    wanted: frozenset[Phrase]
    unwanted: frozenset[Phrase] = frozenset()


def parse_terms(lines: Iterable[str]) -> Terms:
    """Parse terms as people write them, one a line.

    `delta` is the word or its hashtag, `air france` the consecutive words or their hashtag,
    `@airfrance` only the handle, `#af447` only the hashtag; `-perfume` excludes a tweet. Case and
    accents are ignored.

    Raises:
        StreamError: a line has no word, there are too many, or nothing is wanted.
    """
    wanted: set[Phrase] = set()
    unwanted: set[Phrase] = set()
    for line in filter(None, map(str.strip, lines)):
        phrase = tuple(tokens(line.lstrip("-")))
        if not phrase:
            raise StreamError(f"{line!r} has no word to search for", "term", line)
        (unwanted if line.startswith("-") else wanted).add(phrase)
    if not wanted:
        raise StreamError("a stream needs at least one term to match", "no_terms")
    if len(wanted) + len(unwanted) > MAX_TERMS:
        raise StreamError(f"a stream takes at most {MAX_TERMS} terms", "terms")
    return Terms(frozenset(wanted), frozenset(unwanted))


def check_terms(lines: Sequence[str]) -> None:
    """Refuse terms that a stream cannot be given: as `parse_terms` does, and long ones.

    Raises:
        StreamError: a line is too long, or as of `parse_terms`.
    """
    if any(len(line) > MAX_TERM_LENGTH for line in lines):
        raise StreamError(f"a term takes at most {MAX_TERM_LENGTH} characters", "length")
    parse_terms(lines)


@dataclass(slots=True)
class _Node:
    """The streams whose phrase ends here, and the words by which phrases go on."""

    following: dict[str, "_Node"] = field(default_factory=dict)
    wanted: set[int] = field(default_factory=set)
    unwanted: set[int] = field(default_factory=set)


class Matcher:
    """A matcher for all streams at once.

    Phrases share the nodes of their first words, so that time grows with the tweet and its longest
    phrase, not with the streams and what they have in common.
    """

    def __init__(self, streams: Mapping[int, Terms]) -> None:
        self._root = _Node()
        for stream, terms in streams.items():
            for phrase in terms.wanted:
                self._add(stream, phrase, is_wanted=True)
            for phrase in terms.unwanted:
                self._add(stream, phrase, is_wanted=False)

    def _add(self, stream: int, phrase: Phrase, *, is_wanted: bool) -> None:
        spellings = [phrase]
        if not any(word.startswith(("@", "#")) for word in phrase):
            spellings.append(("#" + "".join(phrase),))
        for spelling in spellings:
            node = self._root
            for word in spelling:
                node = node.following.setdefault(word, _Node())
            (node.wanted if is_wanted else node.unwanted).add(stream)

    def match(self, text: str) -> frozenset[int]:
        """Return the streams that a raw tweet matches."""
        words = tokens(text)
        if self._root.following.keys().isdisjoint(words):
            return frozenset()
        wanted, unwanted = set[int](), set[int]()
        for start in range(len(words)):
            node = self._root
            for word in words[start : start + MAX_TERM_LENGTH]:
                following = node.following.get(word)
                if following is None:
                    break
                node = following
                wanted |= node.wanted
                unwanted |= node.unwanted
        return frozenset(wanted - unwanted)
