"""What is worked out of a tweet before a database is asked: score, streams, who copied whom."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from airparadis.classifier import Classifier, Label
from airparadis.domain.tweet import Unscorable
from airparadis.models import Stream
from airparadis.radar.folding import duplicate_key
from airparadis.radar.incoming import IncomingTweet
from airparadis.radar.matching import Matcher, parse_terms
from airparadis.scoring import reason_not_to_score


@dataclass(frozen=True, slots=True)
class Watched:
    """What streams look for, as it is handed to other processes."""

    terms: Mapping[int, Sequence[str]]
    languages: Mapping[int, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A tweet that only needs to be stored."""

    tweet: IncomingTweet
    label: Label | None
    reason: Unscorable | None
    probability_positive: float | None
    model_version: str
    duplicate_key: int
    streams: frozenset[int]


def watched(session: Session) -> Watched:
    """What all streams look for at present."""
    streams = session.scalars(select(Stream)).all()
    return Watched(
        {each.id: tuple(each.terms) for each in streams},
        {each.id: frozenset(each.languages) for each in streams},
    )


class Preparer:
    """Scores tweets and finds their streams. Holds a model; makes no use of a database."""

    def __init__(self, classifier: Classifier, streams: Watched) -> None:
        self._classifier = classifier
        self.matcher = StreamMatcher(streams)

    def prepare(self, tweets: Sequence[IncomingTweet]) -> list[Prepared]:
        """Work out what is to be stored of each."""
        reasons = [reason_not_to_score(each.text) for each in tweets]
        readable = [t.text for t, reason in zip(tweets, reasons, strict=True) if reason is None]
        scores = self._classifier.predict_proba(readable)[:, 1].tolist() if readable else []
        left = iter(scores)
        version = self._classifier.manifest.version
        return [
            self._prepared(tweet, reason, None if reason else next(left), version)
            for tweet, reason in zip(tweets, reasons, strict=True)
        ]

    def _prepared(
        self, tweet: IncomingTweet, reason: Unscorable | None, positive: float | None, version: str
    ) -> Prepared:
        label = None
        if positive is not None:
            label = Label.POSITIVE if positive >= 0.5 else Label.NEGATIVE
        key = duplicate_key(tweet.text)
        streams = self.matcher.match(tweet.text, tweet.language)
        return Prepared(tweet, label, reason, positive, version, key, streams)


class StreamMatcher:
    """Which streams a tweet belongs to, by its words and its language."""

    def __init__(self, streams: Watched) -> None:
        self._languages = streams.languages
        terms = {stream: parse_terms(lines) for stream, lines in streams.terms.items()}
        self._matcher = Matcher(terms)

    def match(self, text: str, language: str | None) -> frozenset[int]:
        """The streams of a tweet; one whose language is not told may be in any."""
        found = self._matcher.match(text)
        if not found or language is None:
            return found
        return frozenset(stream for stream in found if self._speaks(stream, language))

    def _speaks(self, stream: int, language: str) -> bool:
        wanted = self._languages[stream]
        return not wanted or language.partition("-")[0] in wanted
