"""Matching of tweets to streams by their terms."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from airparadis.domain.radar.texts.folding import tokens
from airparadis.lib.errors import StreamError

Phrase = tuple[str, ...]
MAX_TERMS = 100


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
            raise StreamError(f"{line!r} has no word to look for", "term", line)
        (unwanted if line.startswith("-") else wanted).add(phrase)
    if not wanted:
        raise StreamError("a stream needs at least one term that is wanted", "no_terms")
    if len(wanted) + len(unwanted) > MAX_TERMS:
        raise StreamError(f"a stream takes at most {MAX_TERMS} terms", "terms")
    return Terms(frozenset(wanted), frozenset(unwanted))


@dataclass(frozen=True, slots=True)
class _Entry:
    stream: int
    rest: Phrase
    is_wanted: bool


class Matcher:
    """A matcher for all streams at once: time grows with the tweet, not with the streams."""

    def __init__(self, streams: Mapping[int, Terms]) -> None:
        self._by_first: dict[str, list[_Entry]] = defaultdict(list)
        for stream, terms in streams.items():
            for phrase in terms.wanted:
                self._add(stream, phrase, is_wanted=True)
            for phrase in terms.unwanted:
                self._add(stream, phrase, is_wanted=False)
        self._firsts = frozenset(self._by_first)

    def _add(self, stream: int, phrase: Phrase, *, is_wanted: bool) -> None:
        self._by_first[phrase[0]].append(_Entry(stream, phrase[1:], is_wanted))
        if not any(word.startswith(("@", "#")) for word in phrase):
            self._by_first["#" + "".join(phrase)].append(_Entry(stream, (), is_wanted))

    def match(self, text: str) -> frozenset[int]:
        """Return the streams that a raw tweet matches."""
        words = tokens(text)
        if self._firsts.isdisjoint(words):
            return frozenset()
        found = {True: set[int](), False: set[int]()}
        for index, word in enumerate(words):
            for entry in self._by_first.get(word, ()):
                if _follows(entry.rest, words, index + 1):
                    found[entry.is_wanted].add(entry.stream)
        return frozenset(found[True] - found[False])


def _follows(rest: Phrase, words: Sequence[str], start: int) -> bool:
    return tuple(words[start : start + len(rest)]) == rest
