"""The content of a burst report, in a form that can be stored: terms, quotes, reasons, pace."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from airparadis.db.tables import Stream, StreamCount, StreamTweet, Tweet
from airparadis.domain.messages.masking import mask_personal
from airparadis.domain.predictions.excerpt import excerpt
from airparadis.domain.predictions.label import Sentiment
from airparadis.domain.radar.enums import HOUR, Step
from airparadis.domain.radar.forecast import next_hours
from airparadis.domain.radar.texts.complaint_topics import count_complaints, is_about_flying
from airparadis.domain.radar.texts.examples import Candidate, representative
from airparadis.domain.radar.texts.folding import as_written, tokens
from airparadis.domain.radar.texts.keyness import MIN_TEXTS, key_terms, log_odds_z
from airparadis.domain.radar.texts.phrases import shared_phrases
from airparadis.domain.review.topics import Topic, topics_of
from airparadis.services.review.topics import current_topics

MAX_TWEETS = 3_000
"""Latest tweets of a burst that are read; more would add nothing."""

MAX_USUAL = 2_000
"""Tweets of the stream, and of everything, that define what is usual."""

CLEAR_Z = 1.96
"""Minimum z-score of a topic's log-odds ratio to be reported; one in forty exceeds it by chance."""

MAX_FEW = 15
"""Different texts up to which the phrases that they share come first."""

QUOTES = 5
FIRST = 3


class Seen(NamedTuple):
    """The columns of a tweet that a report reads."""

    id: int
    text: str | None
    label: Sentiment | None
    reach: int | None
    duplicate_key: int
    created_at: datetime


_COLUMNS = (
    *(Tweet.id, Tweet.text, Tweet.label, Tweet.reach, Tweet.duplicate_key, Tweet.created_at),
)


def tell(session: Session, stream: Stream, begun: datetime, until: datetime) -> dict[str, Any]:
    """Summarise a stream's tweets from `begun` to `until`, as JSON-like values.

    Quotes name no account: handles are masked. `terms` and `reasons` hold no text of anybody's and
    are kept when texts are purged.
    """
    ours = select(*_COLUMNS).join(StreamTweet, StreamTweet.tweet_id == Tweet.id)
    ours = ours.where(StreamTweet.stream_id == stream.id)
    within = ours.where(StreamTweet.created_at.between(begun, until))
    burst = _read(session, within.order_by(StreamTweet.created_at.desc()), MAX_TWEETS)
    first = _read(session, within.order_by(StreamTweet.created_at), FIRST)
    before = ours.where(StreamTweet.created_at < begun).order_by(StreamTweet.created_at.desc())
    around = select(*_COLUMNS).where(Tweet.created_at < begun).order_by(Tweet.created_at.desc())
    own = _read(session, before, MAX_USUAL)
    usual = [*own, *_read(session, around, MAX_USUAL)]
    bad = [tweet for tweet in burst if tweet.label in {Sentiment.NEGATIVE, None}]
    return {
        "terms": _terms(burst, usual, stream),
        "topics": _topics(burst, own, current_topics(session)),
        "quotes": _quotes(bad or burst),
        "first": [_quote(tweet, 1, tweet.reach) for tweet in first],
        "reasons": _reasons(bad, [*burst, *own]),
        "pace": _pace(session, stream, until),
    }


def _read(session: Session, query: Any, limit: int) -> list[Seen]:
    return [Seen(*row) for row in session.execute(query.limit(limit)) if row.text is not None]


def _terms(burst: Sequence[Seen], usual: Sequence[Seen], stream: Stream) -> list[dict[str, Any]]:
    different = {tweet.duplicate_key: tweet.text or "" for tweet in burst}
    terms = key_terms(
        list(different.values()), [tweet.text or "" for tweet in usual], ignored=stream.terms
    )
    found: list[dict[str, Any]] = [
        {"term": term.term, "count": term.texts, "z": round(term.z, 1)} for term in terms
    ]
    if len(different) <= MAX_FEW:
        phrases = _phrases(list(different.values()), usual, stream)
        said = {phrase["term"] for phrase in phrases}
        found = [*phrases, *(term for term in found if term["term"] not in said)]
    written = as_written([term["term"] for term in found], different.values())
    return [term | {"term": written[term["term"]]} for term in found]


def _phrases(burst: Sequence[str], usual: Sequence[Seen], stream: Stream) -> list[dict[str, Any]]:
    """Phrases that a few tweets share, before what statistics find in them."""
    known = [" ".join(tokens(tweet.text or "")) for tweet in usual]
    return [
        {"term": phrase, "count": count, "z": round(z, 1)}
        for phrase, count in shared_phrases(burst, ignored=stream.terms)
        if (z := _phrase_z(phrase, count, len(burst), known)) > 0
    ]


def _phrase_z(phrase: str, count: int, texts: int, usual: Sequence[str]) -> float:
    outside = sum(phrase in text for text in usual)
    return log_odds_z(count, outside, texts, max(len(usual), 1))


def _reasons(bad: Sequence[Seen], around: Sequence[Seen]) -> list[dict[str, Any]]:
    """Return the complaints about an airline; empty for a stream that is not about flying."""
    if not is_about_flying([tweet.text or "" for tweet in around]):
        return []
    counted = count_complaints(tweet.text or "" for tweet in bad)
    return [{"reason": reason.value, "count": count} for reason, count in counted.most_common()]


def _topics(
    burst: Sequence[Seen], usual: Sequence[Seen], topics: Sequence[Topic]
) -> list[dict[str, Any]]:
    """Topics that the stream speaks of more than before the burst, strongest first."""
    found = []
    burst_counts, usual_counts = (
        Counter(name for tweet in tweets for name in topics_of(tweet.text or "", topics))
        for tweets in (burst, usual)
    )
    for topic in topics:
        inside, outside = burst_counts[topic.name], usual_counts[topic.name]
        if inside >= MIN_TEXTS and usual:
            z = log_odds_z(inside, outside, len(burst), len(usual))
            share, usual_share = inside / len(burst), outside / len(usual)
            found.append((z, topic.name, inside, share, usual_share))
    return [
        {"topic": name, "count": count, "share": share, "usual_share": usual_share}
        for z, name, count, share, usual_share in sorted(found, reverse=True)
        if z >= CLEAR_Z
    ]


def _quotes(tweets: Sequence[Seen]) -> list[dict[str, Any]]:
    copies = Counter(tweet.duplicate_key for tweet in tweets)
    reach: Counter[int] = Counter()
    earliest: dict[int, Seen] = {}
    for tweet in tweets:
        reach[tweet.duplicate_key] += tweet.reach or 0
        earliest[tweet.duplicate_key] = tweet  # latest come first
    candidates = [
        Candidate(tweet.id, tweet.text or "", copies[key], reach[key])
        for key, tweet in earliest.items()
    ]
    by_number = {tweet.id: tweet for tweet in earliest.values()}
    return [
        _quote(by_number[quote.number], quote.copies, quote.reach)
        for quote in representative(candidates, QUOTES)
    ]


def _quote(tweet: Seen, copies: int, reach: int | None) -> dict[str, Any]:
    return {
        "tweet_id": tweet.id,
        "text": excerpt(mask_personal(tweet.text or "")),
        "label": tweet.label,
        "copies": copies,
        "reach": reach,
        "at": tweet.created_at.isoformat(),
    }


def _pace(session: Session, stream: Stream, until: datetime) -> dict[str, Any]:
    """Tweets of the last two hours, and of the next three if nothing happens."""
    hours = []
    for back in (2, 1):
        tweets = select(func.sum(StreamCount.tweets)).where(
            StreamCount.stream_id == stream.id,
            StreamCount.step == Step.TICK,
            StreamCount.at >= until - back * HOUR,
            StreamCount.at < until - (back - 1) * HOUR,
        )
        hours.append(float(session.scalar(tweets) or 0))
    week = select(func.sum(StreamCount.tweets)).where(
        StreamCount.stream_id == stream.id,
        StreamCount.step == Step.HOUR,
        StreamCount.at.between(until - timedelta(days=8), until - timedelta(days=1)),
    )
    usual = float(session.scalar(week) or 0) / (7 * 24)
    foretold = next_hours(hours, [usual, usual])
    return {"last_hour": int(hours[-1]), "next_hours": [round(count) for count in foretold]}
