"""Preparation of tweets before they are stored: score, streams, key of duplicates."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from airparadis.db.tables import Stream
from airparadis.domain.predictions.label import Sentiment
from airparadis.domain.predictions.tweet import Unscorable, first_part
from airparadis.domain.radar.sources.ingest_schema import IncomingTweet
from airparadis.domain.radar.sources.names import SourceName, source_name, source_names
from airparadis.domain.radar.texts.folding import duplicate_key
from airparadis.domain.radar.texts.matching import Matcher, parse_terms
from airparadis.lib.blas_threads import single_blas_thread
from airparadis.ml.contract import Classifier
from airparadis.ml.scoring import Probabilities, score


@dataclass(frozen=True, slots=True)
class Watched:
    """The filters of streams, in a form that other processes can be sent."""

    terms: Mapping[int, Sequence[str]]
    languages: Mapping[int, frozenset[str]]
    sources: Mapping[int, frozenset[SourceName]] = field(default_factory=dict)
    """Sources by stream; any for a stream that is not in it, or whose set is empty."""


Said = tuple[str, str | None, str]
"""Text, language and source of a tweet."""


class Found(NamedTuple):
    """The result of preparing a tweet; a tuple, for millions of them go between processes."""

    probability_positive: float | None
    neutral_probability: float | None
    reason: Unscorable | None
    duplicate_key: int
    streams: frozenset[int]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A tweet that only needs to be stored."""

    tweet: IncomingTweet
    label: Sentiment | None
    reason: Unscorable | None
    probability_positive: float | None
    neutral_probability: float | None
    model_version: str
    duplicate_key: int
    streams: frozenset[int]


def watched(session: Session) -> Watched:
    """Return the filters of all streams."""
    return watched_of(session.scalars(select(Stream)).all())


def watched_at(session: Session, source: SourceName) -> Watched:
    """Return the filters of the streams that accept a source."""
    streams = session.scalars(select(Stream))
    return watched_of([stream for stream in streams if hears(stream, source)])


def hears(stream: Stream, source: SourceName) -> bool:
    """Return whether a stream accepts a source, or all of them."""
    return not stream.sources or source in stream.sources


def watched_of(streams: Sequence[Stream]) -> Watched:
    """Return the filters of some streams."""
    return Watched(
        {stream.id: tuple(stream.terms) for stream in streams},
        {stream.id: frozenset(stream.languages) for stream in streams},
        {stream.id: source_names(stream.sources) for stream in streams},
    )


class Preparer:
    """Scores tweets and finds their streams. Holds a model; makes no use of a database."""

    def __init__(self, classifier: Classifier, streams: Watched) -> None:
        self._classifier = classifier
        self.matcher = StreamMatcher(streams)

    @property
    def version(self) -> str:
        """Version of the model."""
        return self._classifier.manifest.version

    def prepare(self, tweets: Sequence[IncomingTweet]) -> list[Prepared]:
        """Work out what is to be stored of each."""
        found = self.find([(tweet.text, tweet.language, tweet.source) for tweet in tweets])
        return put_together(tweets, found, self.version)

    def find(self, said: Sequence[Said]) -> list[Found]:
        """The same of texts, their languages and sources."""
        with single_blas_thread():
            scores = score(self._classifier, [first_part(text) for text, _, _ in said])
        return [
            Found(
                scored.probability_positive,
                scored.neutral_probability,
                scored.reason,
                duplicate_key(text),
                self.matcher.match(text, language, source),
            )
            for (text, language, source), scored in zip(said, scores, strict=True)
        ]


def put_together(
    tweets: Sequence[IncomingTweet], found: Sequence[Found], version: str
) -> list[Prepared]:
    """Tweets with what was found of each by a model of this version."""
    return [
        Prepared(
            tweet,
            _label(result.probability_positive, result.neutral_probability),
            result.reason,
            result.probability_positive,
            result.neutral_probability,
            version,
            result.duplicate_key,
            result.streams,
        )
        for tweet, result in zip(tweets, found, strict=True)
    ]


def _label(positive: float | None, neutral: float | None) -> Sentiment | None:
    return None if positive is None else Probabilities(positive, neutral).sentiment


class StreamMatcher:
    """A matcher of tweets to streams, by their words, language and source."""

    def __init__(self, streams: Watched) -> None:
        self._languages = streams.languages
        self._sources = streams.sources
        terms = {stream: parse_terms(lines) for stream, lines in streams.terms.items()}
        self._matcher = Matcher(terms)

    def match(self, text: str, language: str | None, source: str = "") -> frozenset[int]:
        """Return the streams of a tweet; one whose language is unknown may be in any."""
        found = self._matcher.match(text)
        if not found:
            return found
        name = source_name(source)
        return frozenset(
            stream
            for stream in found
            if self._speaks(stream, language) and self._hears(stream, name)
        )

    def _hears(self, stream: int, source: SourceName) -> bool:
        wanted = self._sources.get(stream)
        return not wanted or source in wanted

    def _speaks(self, stream: int, language: str | None) -> bool:
        wanted = self._languages[stream]
        return not wanted or language is None or language.partition("-")[0] in wanted
