"""The tables of the radar: streams, tweets, which belongs to which, and how many there were.

Made for millions of tweets in SQLite: windows are read from counts, a stream's tweets from a table
clustered by stream and time, and a tweet's text from its own row only when it is shown.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from airparadis.db.base import Base, value_enum
from airparadis.domain.predictions.label import Sentiment
from airparadis.domain.predictions.tweet import Unscorable
from airparadis.domain.radar.authors import MAX_FOLDED, fold_author
from airparadis.domain.radar.enums import Sensitivity, Step, UploadState
from airparadis.domain.radar.sources.names import SourceName


class Stream(Base):
    """A watched topic: a name, and the terms that a tweet must contain to belong to it."""

    __tablename__ = "stream"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80), unique=True)
    terms: Mapped[list[str]] = mapped_column(JSON)
    """Terms as entered; `radar.matching.parse_terms` reads them."""
    languages: Mapped[list[str]] = mapped_column(JSON)
    """Codes such as "en"; a tweet that is said to be in another does not belong. Empty: any."""
    sensitivity: Mapped[Sensitivity] = mapped_column(value_enum(Sensitivity))
    sources: Mapped[list[str]] = mapped_column(JSON, default=list, server_default="[]")
    """Values of `SourceName`; a tweet from another does not belong. Empty: any."""
    created_at: Mapped[datetime]
    unmatched_below: Mapped[int] = mapped_column(default=0)
    """Stored tweets of a smaller `id` are still to be looked through; 0 once all are."""


def _fold_author_of_row(context: Any) -> str | None:
    author = context.get_current_parameters().get("author")
    return None if author is None else fold_author(author)


class Tweet(Base):
    """A tweet, scored once. Its text and author go after a time, and what was counted stays."""

    __tablename__ = "tweet"
    __table_args__ = (UniqueConstraint("source", "source_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(String(20))
    source_id: Mapped[str] = mapped_column(String(64))
    author: Mapped[str | None] = mapped_column(String(80))
    author_folded: Mapped[str | None] = mapped_column(
        String(MAX_FOLDED), index=True, default=_fold_author_of_row
    )
    """The author by `fold_author`: what access and erasure find them by."""

    text: Mapped[str | None] = mapped_column(Text)
    """None once it has been purged."""
    language: Mapped[str | None] = mapped_column(String(8))
    reach: Mapped[int | None]
    """Followers of its author plus times it was passed on, as far as its source tells."""
    created_at: Mapped[datetime] = mapped_column(index=True)
    received_at: Mapped[datetime]
    kept_until: Mapped[datetime | None]
    """Time until which its importer wants text and author kept; None: as all others."""
    label: Mapped[Sentiment | None] = mapped_column(value_enum(Sentiment))
    """The opinion that is likelier than not; neutral without one."""
    reason: Mapped[Unscorable | None] = mapped_column(value_enum(Unscorable))
    probability_positive: Mapped[float | None]
    neutral_probability: Mapped[float | None]
    """None from a model of two classes, too."""
    model_version: Mapped[str] = mapped_column(String(80))
    duplicate_key: Mapped[int] = mapped_column(BigInteger)
    """Shared by copies and retweets of one text (`radar.folding.duplicate_key`)."""

    @property
    def label_probability(self) -> float | None:
        """Probability of the opinion that `label` names; None for neutral and unscored tweets."""
        if self.probability_positive is None or self.label in {None, Sentiment.NEUTRAL}:
            return None
        is_positive = self.label is Sentiment.POSITIVE
        leaning = self.probability_positive if is_positive else 1 - self.probability_positive
        return leaning * (1 - (self.neutral_probability or 0.0))


class StreamTweet(Base):
    """A tweet that belongs to a stream, stored in the order in which windows read it."""

    __tablename__ = "stream_tweet"
    __table_args__ = (Index(None, "tweet_id"), {"sqlite_with_rowid": False})

    stream_id: Mapped[int] = mapped_column(ForeignKey("stream.id"), primary_key=True)
    created_at: Mapped[datetime] = mapped_column(primary_key=True)
    tweet_id: Mapped[int] = mapped_column(ForeignKey("tweet.id"), primary_key=True)


class StreamCount(Base):
    """The number of a stream's tweets in a tick or an hour. Outlives their texts."""

    __tablename__ = "stream_count"
    __table_args__ = ({"sqlite_with_rowid": False},)

    stream_id: Mapped[int] = mapped_column(ForeignKey("stream.id"), primary_key=True)
    step: Mapped[Step] = mapped_column(value_enum(Step), primary_key=True)
    at: Mapped[datetime] = mapped_column(primary_key=True)
    """Start of the tick or hour."""
    source: Mapped[SourceName] = mapped_column(
        value_enum(SourceName), primary_key=True, server_default=SourceName.OTHER.value
    )
    tweets: Mapped[int]
    scored: Mapped[int]
    negative: Mapped[int]


class BackgroundCount(Base):
    """The same of all tweets that belong to no stream: how the collection itself fares."""

    __tablename__ = "background_count"
    __table_args__ = ({"sqlite_with_rowid": False},)

    step: Mapped[Step] = mapped_column(value_enum(Step), primary_key=True)
    at: Mapped[datetime] = mapped_column(primary_key=True)
    source: Mapped[SourceName] = mapped_column(
        value_enum(SourceName), primary_key=True, server_default=SourceName.OTHER.value
    )
    tweets: Mapped[int]
    scored: Mapped[int]
    negative: Mapped[int]


class FileImport(Base):
    """The progress of reading a file, so that an interrupted import resumes there."""

    __tablename__ = "file_import"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    """SHA-256 of the file's beginning and length, the same under another file name."""
    name: Mapped[str] = mapped_column(String(255))
    rows: Mapped[int]
    updated_at: Mapped[datetime]


class Upload(Base):
    """An uploaded file; the scheduler imports it, then deletes it."""

    __tablename__ = "upload"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(255))
    """File name given by the owner."""
    size: Mapped[int] = mapped_column(BigInteger)
    """Bytes."""
    state: Mapped[UploadState] = mapped_column(value_enum(UploadState), index=True)
    uploaded_by: Mapped[str] = mapped_column(String(254))
    uploaded_at: Mapped[datetime]
    heard_at: Mapped[datetime | None]
    """Time of the importer's last heartbeat."""
    finished_at: Mapped[datetime | None]
    done: Mapped[float] = mapped_column(default=0.0)
    """Share of the file that is read."""
    new: Mapped[int] = mapped_column(default=0)
    known: Mapped[int] = mapped_column(default=0)
    matched: Mapped[int] = mapped_column(default=0)
    refused: Mapped[int] = mapped_column(default=0)
    faults: Mapped[list[Any]] = mapped_column(JSON, default=list)
    """The first refused rows: number and `radar.incoming.RowFault`."""
    error: Mapped[str | None] = mapped_column(Text)
    """Reason why the import was given up."""
    keep_days: Mapped[int | None]
    """Days from the import on that its texts are kept; None: as all others."""
    older: Mapped[int | None]
    """Number of its tweets that are older than texts are kept; None until they are counted."""


class ConnectorState(Base):
    """A connector's position in a stream at its source."""

    __tablename__ = "connector_state"

    stream_id: Mapped[int] = mapped_column(ForeignKey("stream.id"), primary_key=True)
    connector: Mapped[str] = mapped_column(String(20), primary_key=True)
    since_id: Mapped[str | None] = mapped_column(String(64))
    not_before: Mapped[datetime | None]
    """The source has asked to be left alone until then."""
    failures: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str | None] = mapped_column(Text)
    gaps: Mapped[list[Any]] = mapped_column(JSON, default=list, server_default="[]")
    """Spans still to be fetched, newest first (`radar.sources.gaps.Gap`)."""
    lost: Mapped[list[Any]] = mapped_column(JSON, default=list, server_default="[]")
    """The latest gaps that were given up (`radar.gaps.LostGap`)."""
    updated_at: Mapped[datetime]


class SourceState(Base):
    """The state of a connector at its source, whatever the stream."""

    __tablename__ = "source_state"

    connector: Mapped[str] = mapped_column(String(20), primary_key=True)
    cursor: Mapped[str | None] = mapped_column(Text)
    """The place in what all streams share, as the connector writes it."""
    heard_at: Mapped[datetime | None]
    """Time of the source's last answer."""
    not_before: Mapped[datetime | None]
    """The source is left alone until then."""
    failures: Mapped[int] = mapped_column(default=0)
    """Number of failures in a row."""
    last_error: Mapped[str | None] = mapped_column(Text)
    """Error of the last call, as the source put it; None after a success."""
    updated_at: Mapped[datetime]
